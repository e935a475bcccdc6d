"""Mounts the catalog API: who asks is told from a token, or for reads from a browser's session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from catalog.api.backstage.dispatch import not_found
from catalog.api.backstage.requests import CatalogRequest
from catalog.api.backstage.responses import error_response
from catalog.api.backstage.routes import ROUTES
from catalog.core.access import Actor
from catalog.core.filters.errors import AuthenticationError
from catalog.selectors.glance import Glance, glance_at_nothing
from catalog.tasks import hint_scans
from portal.access import build_actor
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint
from portal.actions.tokens import note_token_use
from portal.models import Account
from portal.selectors.accounts import get_usable_token_and

ViewFunction = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD")


def authenticated(view: ViewFunction, glance: Callable[..., Glance] = glance_at_nothing) -> ViewFunction:
    """The view for requests with an Actor, and with what `glance` says read with the token; without an Actor, 401.

    A session is good for reads alone: what changes anything needs a token, so no page elsewhere can make a browser
    do it.
    """

    @csrf_exempt
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            actor, glanced = _identify(request, glance(**parts))
        except AuthenticationError as error:
            return error_response(request, error)
        known = cast("CatalogRequest", request)
        known.actor, known.look_now, known.record = actor, _look_now, partial(record_event, actor.ref)
        known.glanced = glanced
        return view(known, **parts)

    return answer


def _identify(request: HttpRequest, glance: Glance) -> tuple[Actor, tuple[Any, ...] | None]:
    """Who asks, and what the glance found. Raises AuthenticationError."""
    scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme:
        found = get_usable_token_and(text.strip(), glance) if scheme.lower() == "bearer" else None
        if found is None:
            raise AuthenticationError("The token is unknown, has expired, was revoked, or its account is inactive")
        token, glanced = found
        note_token_use(token, timezone.now().date())
        return build_actor(token.account, token), glanced or None
    if request.method in SAFE and isinstance(request.user, Account) and request.user.is_active:
        return build_actor(request.user), None
    raise AuthenticationError("Missing credentials")


def _look_now(origin_ids: list[int]) -> None:
    with broker_is_a_hint():
        hint_scans(origin_ids)


urlpatterns: list[URLPattern] = [
    *(path(route.path, authenticated(route.view, route.glance)) for route in ROUTES),
    re_path("", authenticated(not_found)),
]

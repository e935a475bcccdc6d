"""From a request to a view and back: methods, rights to read, errors, and reads that fit together."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from catalog.actions.stitch import stitch_entities
from catalog.api.backstage.requests import CatalogRequest, refuse_large_body, require
from catalog.api.backstage.responses import error_response, failure, moved
from catalog.core.access import Actor, Subject
from catalog.core.filters.errors import ApiError, MethodError
from catalog.models.transactions import reading
from catalog.selectors.glance import view_in
from catalog.selectors.views import CatalogMovedError, View, get_view

logger = logging.getLogger(__name__)

ViewFunction = Callable[..., HttpResponse]
AnswerT = TypeVar("AnswerT")
TRIES = 3


def by_method(views: Mapping[str, ViewFunction]) -> Callable[..., HttpResponse]:
    """A view that hands each method to its own, and answers errors in the API's form. HEAD is GET without a body."""
    allowed = ", ".join(views)

    def view(request: CatalogRequest, **parts: Any) -> HttpResponse:
        found = views.get("GET" if request.method == "HEAD" else str(request.method))
        if found is None:
            response = error_response(request, MethodError(f"{request.method} is not allowed here, only {allowed}"))
            response.headers["Allow"] = allowed
            return response
        try:
            require(request, "view", Subject("catalog"))
            refuse_large_body(request)
            return found(request, **parts)
        except ApiError as error:
            return error_response(request, error)
        except Exception:
            logger.exception("unexpected error in the catalog API")
            return failure(request, 500, "Error", "An internal error occurred")

    return view


def read_as(request: CatalogRequest, answer: Callable[[View], AnswerT]) -> AnswerT:
    """What `answer` makes of what the request's actor sees, all of it as of one version.

    Reads do not lock: where something is written between two of them, the answer is made again, at last in a
    transaction that sees one moment only.
    """
    actor, view = request.actor, see_first(request)
    for _ in range(TRIES):
        try:
            return answer(view)
        except CatalogMovedError:
            view = see(actor)
    with reading():
        return answer(get_view(actor))


def see_first(request: CatalogRequest) -> View:
    """What the actor sees at the beginning of the request, by what was read with the token where that says it."""
    if request.glanced is not None:
        view = view_in(request.glanced, request.actor)
        if not view.is_ungrouped:
            return view
    return see(request.actor)


def see(actor: Actor) -> View:
    """What the actor sees now. If a source was restricted since the last stitching, relations are told apart first."""
    view = get_view(actor)
    if not view.is_ungrouped:
        return view
    with transaction.atomic():
        stitch_entities([], datetime.now(UTC))
    return get_view(actor)


def not_found(request: HttpRequest, **_: Any) -> HttpResponse:
    """The answer for a path that this API does not have; one that only ends in a slash is redirected."""
    path, mark, query = request.get_full_path().partition("?")
    if path.endswith("/"):
        return moved(path.rstrip("/") + mark + query)
    return failure(request, 404, "NotFoundError", "There is no such path in the catalog API")

"""What every request passes: a strict content policy, and sign-in before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import resolve, reverse

from portal.access import build_actor
from portal.http import PortalRequest

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)

#: Paths open to people who are not signed in, and that need no session. The API answers for itself, with 401.
OPEN_PREFIXES = ("/sign-in", "/health", "/static/", "/api/", "/feeds/")

_API, _BEARER = "/api/", "bearer "


class ContentSecurityPolicyMiddleware:
    """Sends the policy with every answer that has none: no inline script or style, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the header set."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response


class TokenRequestMiddleware:
    """Hands what a script asks with a token straight to the API: it has no session, no cookies and no messages.

    Looking for them would cost as much as answering with one entity. Whatever a token does not open stays closed: a
    session that came along is not looked at.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer at once where a token is shown, else go on."""
        given = request.META.get("HTTP_AUTHORIZATION", "")
        if not given or not given.lower().startswith(_BEARER) or not request.path_info.startswith(_API):
            return self._get_response(request)
        request.user = AnonymousUser()
        request.resolver_match = match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response.render() if isinstance(response, SimpleTemplateResponse) else response


class SignInRequiredMiddleware:
    """Gives a signed-in request its Actor, and sends signed-out people to the sign-in page, whatever they asked for."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect to the sign-in page with the way back."""
        if request.path.startswith(OPEN_PREFIXES):
            return self._get_response(request)
        if request.user.is_authenticated:
            cast("PortalRequest", request).actor = build_actor(request.user)
            if "\0" in request.path:  # names nothing, and PostgreSQL takes no such text
                raise Http404
            return _keep_private(self._get_response(request))
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(settings.LOGIN_URL)})
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{back}")


def _keep_private(response: HttpResponse) -> HttpResponse:
    """No shared cache keeps what a signed-in person sees; the browser asks again, also after signing out."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response

"""The API's description, and two ways to read it in a browser, from vendored files only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from portal.api.base import ReadView, answer_conditionally
from portal.api.problems import plain_request
from portal.api.rendering import render_json
from portal.api.schema import get_schema

#: Both readers make styles as they go, and Redoc searches in a worker of its own; scripts are ours alone.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src blob:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


class GetSchema(ReadView):
    """The description itself, as JSON."""

    schema = None
    subject = "catalog"

    def get(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The OpenAPI document, or 304."""
        return answer_conditionally(plain_request(request), render_json(get_schema()))


@login_required
@require_safe
def show_docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, in which a signed-in reader can try every address."""
    return _show(request, "api/docs.html")


@login_required
@require_safe
def show_redoc(request: HttpRequest) -> HttpResponse:
    """Redoc, for reading."""
    return _show(request, "api/redoc.html")


def _show(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response

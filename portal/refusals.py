"""What Django refuses before any view is asked, such as a foreign Host header: in the form of what was asked for."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

from catalog.api.backstage.requests import ROOT
from catalog.api.backstage.responses import error_response
from catalog.core.filters.errors import InputError
from portal.api.problems import MEDIA_TYPE, NO_TYPE
from portal.api.rendering import render_json
from portal.api.shapes import Problem

_API = "/api/"
_HOST = "This host name is not one that Bailiwick answers to; an administrator can name it in BAILIWICK_ALLOWED_HOSTS."
_ANYTHING = "The request is malformed."


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 400 for an exception that left no view: a problem, an error in Backstage's form, or a page."""
    if not request.path_info.startswith(_API):
        return bad_request(request, exception)
    detail = _HOST if isinstance(exception, DisallowedHost) else _ANYTHING
    if request.path_info.startswith(f"{ROOT}/"):
        return error_response(request, InputError(detail))
    status = HTTPStatus.BAD_REQUEST
    problem = Problem(
        type=NO_TYPE, title=status.phrase, status=status, detail=detail, instance=request.path_info, errors=[]
    )
    return HttpResponse(render_json(problem), status=status, content_type=MEDIA_TYPE)

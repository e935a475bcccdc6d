"""Every error as a problem (RFC 9457), `application/problem+json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.utils.log import log_response
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from portal.api.shapes import Fault, Problem

MEDIA_TYPE = "application/problem+json"
NO_TYPE = "about:blank"
BAD_PARAMETERS = "urn:bailiwick:bad-parameters"
LARGEST_BODY = 1024 * 1024
_NOT_FOUND = "There is nothing at this address, or you may not see it."
_INTERNAL = "Something went wrong in Bailiwick. It is in the log of the web process."


class BadParametersError(APIException):
    """Parameters that the address does not know or cannot take, all of them at once."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(f"{fault.parameter}: {fault.detail}" for fault in self.faults))


class PreconditionFailedError(APIException):
    """`If-Match` names another state than the present one."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "The resource is not in a state that If-Match names."


class BodyTooLargeError(APIException):
    """More than any address of the API takes; not read."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = f"The body is larger than {LARGEST_BODY} bytes."


class ConflictError(APIException):
    """What is asked for does not go with what is there."""

    status_code = HTTPStatus.CONFLICT


class MovedError(APIException):
    """What was asked for has another name now; `address` is where it is."""

    status_code = HTTPStatus.PERMANENT_REDIRECT
    default_detail = "It has another name now: see Location."

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()


def problem_details(error: Exception, context: Mapping[str, Any]) -> Response:
    """The answer to an exception raised under a view of the API. One that nobody foresaw is logged, and a 500."""
    request: Request = context["request"]
    if isinstance(error, BadRequest | SuspiciousOperation):
        error = ParseError("The request is malformed.")
    answer = exception_handler(error, dict(context))
    if answer is None:
        return _report(error, request)
    status = HTTPStatus(answer.status_code)
    detail = _NOT_FOUND if status == HTTPStatus.NOT_FOUND else _say(error, status)
    faults = error.faults if isinstance(error, BadParametersError) else []
    answer.data = _make_problem(request, status, detail, faults)
    answer.content_type = MEDIA_TYPE
    if isinstance(error, MovedError):
        answer.headers["Location"] = error.address
        answer.headers["Cache-Control"] = "private, no-cache"  # a rename can be taken back
    return answer


def refuse_large_body(request: Request) -> None:
    """Return if the body is of a size that somebody may mean. Raises BodyTooLargeError.

    The framework reads a body whole, whatever its length; one without a length is taken for empty.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise BodyTooLargeError


def plain_request(request: Request) -> HttpRequest:
    """Django's request below the framework's."""
    return request._request  # noqa: SLF001  # there is no public name for it


def _say(error: Exception, status: HTTPStatus) -> str:
    detail = getattr(error, "detail", None)
    return str(detail) if isinstance(detail, str) else status.description or status.phrase


def _make_problem(request: Request, status: HTTPStatus, detail: str, faults: list[Fault]) -> Problem:
    return Problem(
        type=BAD_PARAMETERS if faults else NO_TYPE,
        title=status.phrase,
        status=status,
        detail=detail,
        instance=request.path,
        errors=faults,
    )


def _report(error: Exception, request: Request) -> Response:
    """Tell everybody who watches for failures, as Django itself does for an exception that leaves a view."""
    set_rollback()
    got_request_exception.send(sender=None, request=plain_request(request))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    answer = Response(_make_problem(request, status, _INTERNAL, []), status=status, content_type=MEDIA_TYPE)
    log_response(
        "%s: %s", status.phrase, request.path, response=answer, request=plain_request(request), exception=error
    )
    return answer

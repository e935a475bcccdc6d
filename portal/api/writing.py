"""Requests that change something: a JSON object in, checked against its shape, and what came of it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

import orjson
from django.http import HttpResponse
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from catalog.actions.decisions import DecisionError
from portal.actions.decisions import spread_decision
from portal.api.base import ReadView
from portal.api.problems import BadParametersError, ConflictError, plain_request
from portal.api.query import read_query
from portal.api.rendering import render_json
from portal.api.shapes import Fault, Shape
from teams.core.oncall import ScheduleError

LARGEST_BODY = 256 * 1024
#: Of decisions that are withdrawn by a request without a body.
BY_SCRIPT = "Withdrawn through the API."

DecidedT = TypeVar("DecidedT")


@dataclass(frozen=True, slots=True)
class Write:
    """One operation that changes something, as OpenAPI tells it. `body` and `answer` None: there is none.

    `is_guarded`: with `If-Match` it is refused where somebody else was quicker.
    """

    name: str
    summary: str
    body: type[Shape] | None = None
    answer: type[Shape] | None = None
    status: HTTPStatus = HTTPStatus.OK
    is_guarded: bool = False


class WriteView(ReadView):
    """An address that is read and written. `writes`: the operations by method, in lower case."""

    writes: ClassVar[Mapping[str, Write]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As for reading; a request that changes something takes no parameters but those of its path."""
        super().initial(request, *args, **kwargs)
        if str(request.method).lower() in self.writes:
            read_query(request.query_params, {})

    def read_body(self) -> dict[str, Any]:
        """The fields of the body, all of them known to its shape. Raises BadParametersError."""
        request = plain_request(self.request)
        if request.content_type != "application/json":
            raise UnsupportedMediaType(request.content_type or "")
        shape = self.writes[str(self.request.method).lower()].body
        given = _load(request.read(LARGEST_BODY + 1))
        known = {field.name: field for field in fields(shape)} if shape else {}
        faults = [Fault(parameter=name[:100], detail="There is no such field here.") for name in given.keys() - known]
        needed = [name for name, field in known.items() if field.default is MISSING]
        faults += [Fault(parameter=name, detail="Is missing.") for name in needed if given.get(name) is None]
        if faults:
            raise BadParametersError(sorted(faults, key=lambda fault: fault.parameter)[:20])
        return {name: value for name, value in given.items() if value is not None}

    def read_texts(self) -> dict[str, str]:
        """The body, in which every field is text. Raises BadParametersError."""
        body = self.read_body()
        faults = [Fault(parameter=name, detail="Must be text.") for name, text in body.items() if type(text) is not str]
        if faults:
            raise BadParametersError(faults)
        return body

    def take_decision(self, act: Callable[[], DecidedT]) -> DecidedT:
        """What came of a decision, seen at once. Raises ConflictError where it cannot be taken."""
        try:
            decided = act()
        except DecisionError as error:
            raise ConflictError(str(error)) from error
        spread_decision()
        return decided

    def answer_with(self, shape: Shape | None, location: str = "") -> HttpResponse:
        """What came of it, with the status of the operation."""
        status = self.writes[str(self.request.method).lower()].status
        body = render_json(shape) if shape is not None else b""
        response = HttpResponse(body, status=status, content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        if shape is None:
            del response.headers["Content-Type"]
        if location:
            response.headers["Location"] = location
        return response


def refuse_field(error: ScheduleError, within: str = "") -> BadParametersError:
    """A fault of a schedule as a problem that names its place."""
    place = f"{within}.{error.place}".strip(".") or "document"
    return BadParametersError([Fault(parameter=place, detail=str(error).removeprefix(f"{error.place}: "))])


def _load(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_BODY:
        raise BadParametersError([Fault(parameter="body", detail=f"Must not be larger than {LARGEST_BODY} bytes.")])
    try:
        given = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise BadParametersError([Fault(parameter="body", detail=f"Is no JSON: {error}.")]) from error
    if not isinstance(given, dict) or b"\\u0000" in content:
        raise BadParametersError([Fault(parameter="body", detail="Must be an object, without NUL characters.")])
    return given

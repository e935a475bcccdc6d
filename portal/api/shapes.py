"""What answers are made of: frozen values that orjson writes as they are and OpenAPI describes from their types.

There is one description of every answer, the class: mypy checks what fills it and `json_schema` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import orjson

#: Stored JSON text of an object, written into the answer as it is.
JsonText: TypeAlias = orjson.Fragment
JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One JSON object of an answer. Subclasses are frozen dataclasses; `Annotated` texts describe their fields."""

    def fields(self) -> dict[str, Any]:
        """The fields by name, as they are, for a shape that says more than this one."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Shape):
    """One page of a list."""

    count: Annotated[int, "How many there are on all pages."]
    next: Annotated[str | None, "Address of the next page, from the root of the host on; null on the last."]
    previous: Annotated[str | None, "Address of the previous page; null on the first."]
    results: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Shape):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Shape):
    """An error, after RFC 9457."""

    type: Annotated[str, "`about:blank` where the status says it all, else a name of the problem that never changes."]
    title: str
    status: int
    detail: str
    instance: Annotated[str, "The path that was asked for."]
    errors: Annotated[list[Fault], "One entry for each parameter that is wrong."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Shape):
    """A repository by its id."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerBrief(Shape):
    """Who is accountable, and how sure that is."""

    ref: Annotated[str | None, "Ref of the accountable team; null where the claims lead to nobody."]
    confidence: Annotated[float, "From 0 to 1."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFull(OwnerBrief):
    """Who is accountable, how sure that is, and why."""

    reasons: Annotated[list[str], "Sentences."]
    since: datetime
    is_withheld: Annotated[bool, "Whether something is left out because it stands in a source you may not see."]

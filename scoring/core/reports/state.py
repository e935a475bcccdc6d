"""The state of a scope at one moment: all that its report of a week is made from. Stored as JSON and never changed.

Everything carries the source it comes from, so that a stored state can be narrowed to what a reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

#: The scope of the report on everything; every other scope is the ref of a team.
ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Ids of the open findings of one check from one source, in order; `guards` as those of the findings."""

    check_id: str
    source_id: int | None
    ids: tuple[int, ...]
    guards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding with its words. `is_back`: there was one before. `exempted_until` is set while it rests.

    `guards` are sources that one has to see besides `source_id`, as in `scoring.models.Finding`.
    """

    id: int
    check_id: str
    source_id: int | None
    subject_ref: str
    team_ref: str
    sentence: str
    remedy: str
    opened_at: datetime
    is_back: bool = False
    exempted_until: date | None = None
    guards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedResolution:
    """A finding that was resolved; `how` is what the check said when it no longer failed.

    Where very many were resolved at once, those that are not told have no words.
    """

    id: int
    check_id: str
    source_id: int | None
    resolved_at: datetime
    sentence: str = ""
    how: str = ""
    guards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownGroup:
    """Subjects that one check could not look at, with some of the reasons."""

    check_id: str
    source_id: int | None
    count: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """The scores of the Services of one source on one day, summed up: `rated` of `services` have a value."""

    day_date: date
    source_id: int | None
    services: int
    rated: int
    value_sum: int
    completeness_sum: int


@dataclass(frozen=True, slots=True)
class ScopeState:
    """How a scope stands.

    `judged_at` is when the checks last ran to their end. `open` counts every open finding, `told` holds the words of
    the leading ones, `exempted` those that rest, `resolved` what was resolved since the state before. `scores` are of
    now, `past_scores` of the same weekday of earlier weeks.
    """

    scope: str
    name: str
    as_of: datetime
    judged_at: datetime | None
    open: tuple[OpenGroup, ...] = ()
    told: tuple[ReportedFinding, ...] = ()
    exempted: tuple[ReportedFinding, ...] = ()
    resolved: tuple[ReportedResolution, ...] = ()
    unknown: tuple[UnknownGroup, ...] = ()
    scores: tuple[ScoreGroup, ...] = ()
    past_scores: tuple[ScoreGroup, ...] = ()

    def list_open_ids(self) -> frozenset[int]:
        """Ids of every open finding."""
        return frozenset(id_ for group in self.open for id_ in group.ids)

    def narrow(self, sources: Iterable[int | None]) -> ScopeState:
        """What of it comes from these sources."""
        visible = frozenset(sources)

        def seen(rows: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(row for row in rows if visible.issuperset({row.source_id, *getattr(row, "guards", ())}))

        parts = ("open", "told", "exempted", "resolved", "unknown", "scores", "past_scores")
        narrowed: dict[str, Any] = {name: seen(getattr(self, name)) for name in parts}
        return replace(self, **narrowed)

    def to_json(self) -> dict[str, Any]:
        """The form that is stored; what equals its default is left out."""
        written: dict[str, Any] = _write(self)
        return written

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScopeState:
        """The reverse of `to_json`."""
        state: ScopeState = _read(cls, data)
        return state


def _write(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_write(each) for each in value]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _write(each) for field, each in pairs if each != field.default}
    return value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _read(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if hasattr(kind, "__dataclass_fields__"):
        hints = _get_hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in value.items() if name in hints})
    reader: Callable[[Any], Any] | None = {datetime: datetime.fromisoformat, date: date.fromisoformat}.get(kind)
    return reader(value) if reader else value


@cache
def _get_hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)

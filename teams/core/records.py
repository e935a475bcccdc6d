"""Several records of one person: which memberships say the same, and since when the person is gone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """One membership of a person in a team, by one of their records; `until` is None while it lasts."""

    key: int
    since: datetime
    until: datetime | None
    is_lead: bool


def choose_shadowed(spans: Collection[Span], *, is_out: bool = False) -> set[int]:
    """Of the memberships of one person in one team those that another one says already, so that each counts once.

    One that lasts is left, before others one that leads, then the oldest; none if the person is decided to be `is_out`.
    """
    lasting = sorted((span for span in spans if span.until is None), key=lambda s: (not s.is_lead, s.since, s.key))
    shown: list[Span] = [] if is_out else lasting[:1]
    for span in sorted((span for span in spans if span.until is not None), key=_longest_first):
        if not any(_covers(each, span) for each in shown):
            shown.append(span)
    return {span.key for span in spans} - {span.key for span in shown}


def find_left_at(left: Iterable[datetime | None]) -> datetime | None:
    """Since when whoever has these records is gone: when the last of them was; None while one is there."""
    found: Sequence[datetime | None] = list(left)
    return None if None in found else max(each for each in found if each is not None)


def _longest_first(span: Span) -> tuple[datetime, float, int]:
    assert span.until is not None  # noqa: S101  # the caller leaves out those that last
    return span.since, -span.until.timestamp(), span.key


def _covers(one: Span, other: Span) -> bool:
    ends_later = one.until is None or (other.until is not None and one.until >= other.until)
    return one.since <= other.since and ends_later

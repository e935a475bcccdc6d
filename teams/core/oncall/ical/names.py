"""Whom an event puts on call: the names in its title, else its attendees. Nobody is dropped because they are unknown.

Titles are what on-call calendars write people into: `ana`, `@ana`, `ana, ben`, `[L2] ana@example.com`. A number in
``[L2]`` is a priority: higher ones win where events overlap (Grafana OnCall's convention).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from catalog.core.addresses import fold_name
from teams.core.oncall.errors import CalendarError, quote
from teams.core.oncall.fields import has_control_characters
from teams.core.oncall.ical.events import Event
from teams.core.oncall.limits import LONGEST_NAME, MOST_PEOPLE

NO_NAME = "(no name)"
_PRIORITY = re.compile(r" ?\[L(\d{1,3})\] ?", re.ASCII)
_BETWEEN = re.compile(r" ?[,;&] ?| @ ?")


class Named(NamedTuple):
    """Whom an event puts on call; the unmatched are among the people. ``priority`` is what its title claims, or 0."""

    people: frozenset[str]
    unmatched: frozenset[str]
    priority: int


def find_people(event: Event, known: Mapping[str, str]) -> Named:
    """Everyone an event names. ``known``: names, logins, addresses in casefold to ref.

    A title in which nobody is known is taken for a title if there are attendees. Raises CalendarError for a crowd. It
    reads all of a title, however long: ask once for an event, not for each of its recurrences.
    """
    title = _clean(event.summary)
    claimed = _PRIORITY.match(title)
    parts = _BETWEEN.split(_PRIORITY.sub("", title, count=1))
    named = [name for part in parts if (name := part.strip("@ "))]
    invited = [name for text in event.attendees if (name := _clean(text))]
    is_named = any(fold_name(name) in known for name in named)
    names = named if is_named or not invited else invited
    if len(names) > MOST_PEOPLE:
        raise CalendarError(
            f"event {quote(title)} names {len(names)} people; at most {MOST_PEOPLE} can be on call together"
        )
    names = [name[:LONGEST_NAME] for name in names]
    unmatched = frozenset(name for name in names if fold_name(name) not in known) if names else frozenset({NO_NAME})
    matched = frozenset(known[fold_name(name)] for name in names if fold_name(name) in known)
    return Named(matched | unmatched, unmatched, int(claimed[1]) if claimed else 0)


def _clean(text: str) -> str:
    """One line without control characters, with single blanks: the patterns above take their time over many."""
    if has_control_characters(text):
        text = "".join(" " if has_control_characters(character) else character for character in text)
    return " ".join(text.split())

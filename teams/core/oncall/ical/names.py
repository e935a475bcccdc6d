"""Whom an event puts on call: the names in its title, else its attendees. Nobody is dropped because they are unknown.

Titles are what on-call calendars write people into: `ana`, `@ana`, `ana, ben`, `[L2] ana@example.com`. A number in
``[L2]`` is a priority: higher ones win where events overlap (Grafana OnCall's convention).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog.core.addresses import fold_name
from teams.core.oncall.fields import has_control_characters
from teams.core.oncall.ical.events import Event
from teams.core.oncall.limits import LONGEST_NAME

NO_NAME = "(no name)"
_PRIORITY = re.compile(r"\s*\[L(\d{1,3})\]\s*", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:[,;&]|\s@)\s*")


def get_priority(event: Event) -> int:
    """The priority an event's title claims, 0 without one."""
    found = _PRIORITY.match(event.summary)
    return int(found[1]) if found else 0


def find_people(event: Event, known: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """(everyone on call, the unmatched among them as written). ``known``: names, logins, addresses in casefold to ref.

    A title in which nobody is known is taken for a title if there are attendees.
    """
    named, invited = _list_names(event.summary), [_clean(text) for text in event.attendees if _clean(text)]
    is_named = any(fold_name(name) in known for name in named)
    names = named if is_named or not invited else invited
    unmatched = frozenset(name for name in names if fold_name(name) not in known) if names else frozenset({NO_NAME})
    return frozenset(known[fold_name(name)] for name in names if fold_name(name) in known) | unmatched, unmatched


def _list_names(summary: str) -> list[str]:
    text = _clean(_PRIORITY.sub("", summary, count=1))
    return [name for part in _BETWEEN.split(text) if (name := part.lstrip("@").strip())]


def _clean(text: str) -> str:
    """One line without control characters, of a length that fits a name."""
    if has_control_characters(text):
        text = "".join(" " if has_control_characters(character) else character for character in text)
    return " ".join(text.split())[:LONGEST_NAME]

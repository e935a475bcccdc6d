"""Which file speaks for a team: whoever may write into some repository may not speak for every team.

A file counts where the team's own Group points at it, where its source is trusted for the organisation, or where
something outside the repository says that the repository is the team's. In this order, and among equals by the time it
was first seen: who can put a file somewhere early must not win against who can change the Group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Standing(IntEnum):
    """By what a file may speak for the team it names; the lowest goes first."""

    POINTED_AT = 0
    TRUSTED = 1
    OWNED = 2
    NONE = 3


class Refusal(StrEnum):
    """Why a file for a team does not count."""

    NOT_TRUSTED = "not-trusted"
    ANOTHER_COUNTS = "another-counts"


#: What pages and the API say, and what would change it.
REFUSALS: Mapping[Refusal, str] = {
    Refusal.NOT_TRUSTED: (
        "Nothing outside its repository says that it may speak for this team. Point at it from the Group with the "
        "annotation bailiwick.dev/team-api-ref, or trust its source for the organisation."
    ),
    Refusal.ANOTHER_COUNTS: "Another file of this team counts. Delete one, or point at the right one from the Group.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file for a team. `key` names it; `is_usable` is false where it never could be read."""

    key: tuple[int, str]
    team_ref: str
    standing: Standing
    first_seen_at: datetime
    is_usable: bool = True


def choose_files(candidates: Iterable[Candidate]) -> dict[tuple[int, str], Refusal | None]:
    """Why each file of a team does not count, None for the one that does and for those that cannot be used."""
    taken: set[str] = set()
    found: dict[tuple[int, str], Refusal | None] = {}
    for each in sorted(candidates, key=lambda each: (each.standing, each.first_seen_at, each.key)):
        if each.standing is Standing.NONE:
            found[each.key] = Refusal.NOT_TRUSTED
        elif not each.is_usable:
            found[each.key] = None
        elif each.team_ref in taken:
            found[each.key] = Refusal.ANOTHER_COUNTS
        else:
            taken.add(each.team_ref)
            found[each.key] = None
    return found

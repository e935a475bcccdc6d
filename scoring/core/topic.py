"""The kinds of questions that checks ask, in the order in which they are told."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """What a check is about; a check that names none is about something else."""

    ORPHANS = "orphans"
    MISMATCHES = "mismatches"
    ON_CALL = "on-call"
    TEAM_APIS = "team-apis"
    OTHERS = "others"

    @property
    def heading(self) -> str:
        """The words over its findings."""
        return _HEADINGS[self]


_HEADINGS = {
    Topic.ORPHANS: "Nobody owns it",
    Topic.MISMATCHES: "Owners disagree",
    Topic.ON_CALL: "On-call does not hold",
    Topic.TEAM_APIS: "Team APIs have drifted",
    Topic.OTHERS: "Not true everywhere",
}

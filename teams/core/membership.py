"""What people decide about who is in a team, beside what files say. Pure.

A decision counts before what files say while its days last; on every other day the files count alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How somebody stands to a team."""

    LEAD = "lead"
    MEMBER = "member"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: how somebody stands from one day to another, both included; None has no end on that side."""

    standing: Standing
    from_date: date | None = None
    until_date: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return not self.is_over_on(day) and (self.from_date is None or self.from_date <= day)

    def is_over_on(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.until_date is not None and self.until_date < day


def declare(is_member: bool, is_lead: bool) -> Standing:
    """How somebody stands by the files: who is named a lead without being a member is none."""
    if not is_member:
        return Standing.OUT
    return Standing.LEAD if is_lead else Standing.MEMBER


def resolve(declared: Standing, decided: Decided | None, day: date) -> Standing:
    """How somebody stands on a day."""
    return decided.standing if decided is not None and decided.holds_on(day) else declared

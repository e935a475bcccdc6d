"""The scorecards: which checks count for whom, with what weight, and what the sum is called. Data, no code."""

from __future__ import annotations

from dataclasses import dataclass

#: The share of the weight, from 0 to 100, that has to be rated before the sum gets the name of a level.
LEAST_RATED = 50
#: What it is called below that: full marks for having written an owner nobody knows are not "owned".
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Weight:
    """What one check counts. `after` names a check further up without which this one cannot be won: where that one
    is lost, this one is lost too instead of being left out.
    """

    check_id: str
    weight: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """The name of a stretch of values, from `at_least` up to the next."""

    name: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weighted checks over one kind of subject. Levels stand highest first; the last begins at 0."""

    id: str
    title: str
    weights: tuple[Weight, ...]
    levels: tuple[Level, ...]

    def level_of(self, value: int, completeness: int) -> str:
        """The name of the level of a value from 0 to 100; `UNCLEAR` where less than half of the weight was rated."""
        if completeness < LEAST_RATED:
            return UNCLEAR
        return next(level.name for level in self.levels if value >= level.at_least)


#: Without an owner who is there, a service stays below 60 whatever else is in order.
OWNERSHIP = Scorecard(
    id="ownership",
    title="Ownership",
    weights=(
        Weight("owner-is-declared", 15),
        Weight("owner-is-known-team", 20, after="owner-is-declared"),
        Weight("owner-team-is-alive", 35, after="owner-is-known-team"),
        Weight("claims-agree", 15, after="owner-is-known-team"),
        Weight("owner-does-the-work", 15, after="owner-team-is-alive"),
        Weight("pager-covers-service", 10),  # does not arise outside production, whoever the owner is
    ),
    levels=(Level("owned", 90), Level("in doubt", 60), Level("orphaned", 0)),
)

#: Every scorecard rates Services.
SCORECARDS = {OWNERSHIP.id: OWNERSHIP}

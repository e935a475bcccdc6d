"""A Team API is reviewed as often as it says.

What it compares
    The last time the team changed or confirmed its document, with the interval it set itself.
Why it matters
    A document nobody looks at is believed all the same.
Guards
    The day the interval ends is still in time, and a date in the future is no fault of the team's. A form that has no
    place for dates counts from the last change of the file. Without any date the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.results import DriftResult, LineShown, NumberShown, Outcome, agrees, unknown

RULE = "team-api-is-reviewed"
REMEDY = "Read it together. If it is right, set reviewed to today; if not, mend it and set updated."


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each document."""
    for team_ref, document in sorted(documents.items()):
        yield _judge(team_ref, document, facts)


def _judge(team_ref: str, document: TeamApiDocument, facts: DriftFacts) -> DriftResult:
    name = facts.name(team_ref)
    looked = document.last_review_date or facts.changed.get(team_ref)
    if looked is None:
        return unknown(team_ref, f"The Team API of {name} does not say when it was last found right.")
    days = (facts.today - looked).days
    if days <= document.review_every_days:
        return agrees(team_ref, f"The Team API of {name} was last looked at on {looked}.")
    return DriftResult(
        Outcome.DRIFTED,
        team_ref,
        f"The Team API of {name} wants a look every {document.review_every_days} days; the last was {days} days ago.",
        "",
        REMEDY,
        (LineShown(team_ref, document.line_of("updated"), f"last looked at on {looked}"),),
        numbers=(
            NumberShown("since the last look", days, "days"),
            NumberShown("review interval", document.review_every_days, "days"),
        ),
    )

"""Team API claims match the catalog.

What it checks
    Nothing that a Team API lists under ``owns`` is another team's by its descriptor. A team above or below the owner is
    no other team, and what nobody owns is not contested.

Why it matters
    Two teams that both believe it is theirs answer twice or not at all. Whoever asks gets the one they asked first.

How to fix
    Ask the other team. Then change ``spec.owner`` in the descriptor, or take the entry out of ``owns``::

        owns:
          - ref: component:default/payments

Known limits
    An owner who is no team of the catalog makes the answer unknown. The address of a repository may hold entities of
    several teams and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import claims_match_catalog

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Claim that the catalog contradicts"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, claims_match_catalog.judge)

"""Interactions are mutual.

What it checks
    Where a Team API says that two teams work together now, that of the other team says so too, in the same mode. A
    provider that lists what it offers need not list who uses it.

Why it matters
    A collaboration that one side does not know of is a hope, and a service that one side does not offer is a surprise.

How to fix
    Talk to the other team. Then say in both Team APIs what goes on, or take it out of yours.

Known limits
    A team without a Team API cannot answer and is not asked; while its Team API cannot be read, the answer is unknown.
    Interactions that are expected or ended need no answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import interactions_are_mutual

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "One-sided interaction"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, interactions_are_mutual.judge)

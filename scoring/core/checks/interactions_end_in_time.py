"""Interactions end in time.

What it checks
    No interaction is past the end it was expected to have. The day of the end is still in time.

Why it matters
    Collaboration and facilitating are costly and meant to end. One that goes on unnoticed has become a dependency.

How to fix
    Say ``status: ended``, or set a later ``expectedEnd`` and what it goes on for.

Known limits
    An interaction without an end has none to pass. Where both teams name one end, the finding is at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import interactions_end_in_time

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Interaction past its end"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, interactions_end_in_time.judge)

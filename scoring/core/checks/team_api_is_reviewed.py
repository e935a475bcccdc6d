"""Team API is reviewed.

What it checks
    The team changed or confirmed its Team API (``updated``, ``reviewed``) within the interval it set itself
    (``reviewEveryDays``, 90 days if it says nothing).

Why it matters
    A document that nobody looks at is believed all the same.

How to fix
    Read it together. If it is right, set ``reviewed`` to today; if not, mend it and set ``updated``.

Known limits
    A form without dates counts from the day the file was first seen as it is. Whether anybody really read it is not
    known.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import is_reviewed

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Not reviewed in time"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, is_reviewed.judge)

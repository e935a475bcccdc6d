"""Team API refers to what exists.

What it checks
    Every ref in a Team API leads to something in the catalog, and nothing it lists as owned stands in an archived
    repository, unless it says ``lifecycle: deprecated``. Former refs count.

Why it matters
    A link that leads nowhere is found by the person who needed it.

How to fix
    Correct the ref or take it out. What is archived is taken out too, or marked ``lifecycle: deprecated``.

Known limits
    Names in words are not looked up, since vendors and departments are in no catalog. A repository that is not scanned
    is not judged. While part of the organisation cannot be read, a team that is missing is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import refers_to_what_exists

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Refers to what is not there"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, refers_to_what_exists.judge)

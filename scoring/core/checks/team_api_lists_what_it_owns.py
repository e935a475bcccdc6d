"""Team API lists what it owns.

What it checks
    Every Component, API, Resource and System whose descriptor names the team stands under ``owns`` in its Team API. A
    System that is listed stands for what is in it, and the address of a repository for the code in it. A team above or
    below may list it instead.

Why it matters
    Whoever reads the document takes what is missing from it for somebody else's.

How to fix
    Add it to ``owns``, or name its real owner in the descriptor.

Known limits
    A Team API that lists nothing leaves it to the catalog and is not judged. While that of a team above or below cannot
    be read, what is missing is unknown. One finding names all that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import lists_what_it_owns

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Owned but not listed"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, lists_what_it_owns.judge)

"""Team can be reached.

What it checks
    A Team API names a channel for questions, and one for incidents if the team owns a service in production. Support
    and requests are questions too, a channel without a purpose is for anything, and an address or link of the Group
    will do. A pager, a telephone or a schedule is for incidents.

Why it matters
    At three in the morning nobody reads a backlog.

How to fix
    Add what is missing::

        channels:
          - {type: slack, address: "#payments", purpose: questions}
          - {type: pager, address: payments-primary, purpose: incidents}

Known limits
    Whether anybody answers is not looked at. ``pager-covers-service`` judges the schedule.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import team_can_be_reached

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "No channel to reach the team"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, team_can_be_reached.judge)

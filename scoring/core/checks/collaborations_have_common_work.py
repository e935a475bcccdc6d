"""Collaborations have common work.

What it checks
    Two teams that have declared a collaboration for more than 60 days worked on something together within the last 60
    days: people of either made commits in one code root, or on one ticket that the messages name (``SHOP-412``), in
    whatever repositories. Bots and merges do not count.

Why it matters
    A collaboration that leaves no trace has ended, never begun, or is a meeting. It should be said to have ended.

How to fix
    If it is over, say ``status: ended``. If it is about something else than code, name that in ``about``.

Known limits
    Tickets are known by their ids, a project in capitals and a number; ``#12`` is not followed. History that cannot be
    read, and people beside either team whom the catalog does not know, make the answer unknown. What is past its end,
    or not confirmed by the other team, is for ``interactions-end-in-time`` and ``interactions-are-mutual``.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import collaborations_have_common_work

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Collaboration without common work"
WINDOW_DAYS = collaborations_have_common_work.WINDOW_DAYS


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, collaborations_have_common_work.judge, history_days=WINDOW_DAYS)

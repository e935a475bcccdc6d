"""Services are used, not written.

What it checks
    Where a team provides something x-as-a-service, people of the team that consumes it did not make a fifth or more,
    and ten or more, of the commits of the last 90 days to a Component it is about: what the interaction names in
    ``about``, else all that the provider owns. Bots and merges do not count.

Why it matters
    The promise of x-as-a-service is that a consumer need not know the inside. One that changes it again and again is
    missing something, or the two teams really collaborate.

How to fix
    Find out what the consumer is missing. Until it is there, declare a collaboration with an end.

Known limits
    Interactions younger than 90 days, Components labelled ``bailiwick.dev/inner-source`` and teams above or below each
    other are left out. Somebody in both teams works for the provider. History that cannot be read, and people whom the
    catalog does not know where they could tip the balance, make the answer unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.drift import judge_drift
from scoring.core.drift_facts import share_work
from scoring.core.evidence import CommitsEvidence
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import services_are_used_not_written
from teams.core.teamapi.drift.results import DriftResult

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Written by its users"
WINDOW_DAYS = services_are_used_not_written.WINDOW_DAYS
COMMITS_SHOWN = 10


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, services_are_used_not_written.judge, _show_commits, history_days=WINDOW_DAYS)


def _show_commits(snapshot: Snapshot, result: DriftResult) -> Iterator[CommitsEvidence]:
    """The last commits of the consumer's people to each entity they wrote; the key of a result is the consumer."""
    for entity_ref in dict.fromkeys(number.ref for number in result.numbers):
        shares = share_work(snapshot, entity_ref)
        for team_ref in sorted(snapshot.teams_below(result.key)):
            for origin_id, seen in shares.last_commits(team_ref).items():
                team, entity = snapshot.teams[team_ref], snapshot.entities[entity_ref]
                says = f"Last commits of {team.shown_name} to {entity.shown_name}"
                yield CommitsEvidence(says, origin_id, seen[:COMMITS_SHOWN])

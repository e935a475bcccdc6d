"""Team type fits the facts.

What it checks
    A platform or a complicated-subsystem team owns something that another team uses, by a relation, a declared call or
    an interaction x-as-a-service. An enabling team runs fewer than three services in production. A stream-aligned team
    is not used by half of all other teams, and five or more.

Why it matters
    The type tells others how to work with a team. A platform that nobody uses, or an enabling team that runs services,
    raises expectations it cannot meet.

How to fix
    Talk about what the team is to others. Then change ``type``, declare the use, or change what the team does.

Known limits
    Use that no file declares is not seen: say it with ``dependsOn``, ``consumesApis`` or an interaction. While part of
    the organisation, or some Team API, cannot be read, missing users are unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from scoring.core.drift import judge_drift
from scoring.core.drift_facts import WRITTEN_DAYS, list_uses, make_drift_facts
from scoring.core.evidence import EdgeSeen, EdgesEvidence
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict
from teams.core.teamapi.drift import type_fits_facts
from teams.core.teamapi.drift.results import DriftResult

SUBJECTS = ("group",)
TOPIC = Topic.TEAM_APIS
LABEL = "Team type that does not fit"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_drift(snapshot, type_fits_facts.judge, _show_uses)


def _show_uses(snapshot: Snapshot, result: DriftResult) -> Iterator[EdgesEvidence]:
    """What of the teams that use it uses what, as far as everybody may see it."""
    users = {shown.ref for shown in result.refs if shown.ref in snapshot.teams}
    uses = snapshot.once(_index_uses).get(result.team_ref, ()) if users else ()
    if edges := tuple(edge for user_ref, edge in uses if user_ref in users):
        yield EdgesEvidence("What uses what it owns", edges)


def _index_uses(snapshot: Snapshot) -> Mapping[str, list[tuple[str, EdgeSeen]]]:
    """By the team whose entity is used, the using team and the edge, of what comes from no restricted source."""
    entities = snapshot.once(make_drift_facts, WRITTEN_DAYS).entities
    found: defaultdict[str, list[tuple[str, EdgeSeen]]] = defaultdict(list)
    for edge in snapshot.once(list_uses):
        user, used = entities.get(edge.source), entities.get(edge.target)
        sources = {snapshot.entities[each.ref].source_id for each in (user, used) if each}
        if user and used and not sources & snapshot.restricted_sources:
            found[used.owner_ref].append((user.owner_ref, edge))
    return found

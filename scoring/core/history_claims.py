"""What Git history claims about owners: the team that makes most of the commits to the code of a Component."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scoring.core.evidence import NumberSeen, NumbersEvidence
from scoring.core.guards import take_marks
from scoring.core.owners import find_declared_owner
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.work import WorkSharer

WINDOW_DAYS = 180
LEAST_COMMITS = 10
LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class HistoryClaim:
    """`weight` is the team's share of the commits of people, to a tenth; `evidence` holds the shares by team."""

    subject_ref: str
    team_ref: str
    weight: float
    evidence: dict[str, Any]
    source_id: int | None
    origin_id: int


def claim_owners(snapshot: Snapshot) -> Iterator[HistoryClaim]:
    """One claim for each Component of whose commits of the window one team made half or more, and enough of them."""
    sharer = snapshot.once(WorkSharer)
    for entity in snapshot.of_kinds("component"):
        claim = _claim(snapshot, sharer, entity)
        if claim is not None:
            yield claim


def _claim(snapshot: Snapshot, sharer: WorkSharer, entity: Entity) -> HistoryClaim | None:
    places = sorted({(root.origin_id, root.path_prefix) for root in snapshot.roots_of(entity.ref)})
    owner = find_declared_owner(snapshot, entity).team
    shares = sharer.share(places, WINDOW_DAYS, owner.ref if owner else "")
    if not shares.by_team:
        return None
    team_ref, commits = min(shares.by_team.items(), key=lambda item: (-item[1], item[0]))
    if commits < LEAST_COMMITS or commits < LEAST_SHARE * shares.total:
        return None
    numbers = tuple(
        NumberSeen(snapshot.teams[ref].shown_name, count, "commits", ref)
        for ref, count in sorted(shares.by_team.items(), key=lambda item: (-item[1], item[0]))
    )
    told = NumbersEvidence(f"Commits of people in the last {WINDOW_DAYS} days, by team", numbers).to_json()
    evidence: dict[str, Any] = take_marks(told)
    weight = round(commits / shares.total, 1)  # coarse, so that ownership does not begin anew with every commit
    source_id = _choose_source(snapshot, entity, team_ref)
    return HistoryClaim(entity.ref, team_ref, weight, evidence, source_id, places[0][0])


def _choose_source(snapshot: Snapshot, entity: Entity, team_ref: str) -> int | None:
    """Who may see the claim: whoever may see the team. The entity is seen by others or not, whatever is claimed."""
    team = snapshot.entities.get(team_ref)
    is_hidden = team is not None and team.source_id in snapshot.restricted_sources
    return team.source_id if team is not None and is_hidden else entity.source_id

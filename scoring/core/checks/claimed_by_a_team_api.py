"""Claimed by a Team API.

What it checks
    The Team API of some team lists the service, API, Resource or System among what the team owns. It does not matter
    which team: where the Team API and the descriptor name two, that is for ``claims-agree``.

Why it matters
    A descriptor names an owner once and is forgotten. What a team lists in its own Team API it has looked at and
    means to answer for; what no team lists is an orphan, whatever its descriptor says.

How to fix
    Add it to ``owns`` in the Team API of the team that is accountable::

        owns:
          - ref: component:default/payments
            kind: service

Known limits
    Looks only where some team keeps a Team API that lists something. A Team API that cannot be read claims what it
    claimed when it last could; one that never could counts as none. Of two files for one team the one seen first
    counts. Components that are no service are left out, and the address of a repository claims none of its entities.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.core.claims import Basis
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed, not_applicable, passed

SUBJECTS = ("component", "api", "resource", "system")
TOPIC = Topic.ORPHANS
LABEL = "In no Team API"
REMEDY = "Add it to owns in the Team API of the team that is accountable."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component, API, Resource and System."""
    claimed = {ref for ref, claims in snapshot.claims.items() if any(claim.basis is Basis.TEAM_API for claim in claims)}
    for entity in snapshot.of_kinds(*SUBJECTS):
        yield _judge(snapshot, entity, claimed)


def _judge(snapshot: Snapshot, entity: Entity, claimed: set[str]) -> Verdict:
    if not claimed:
        return not_applicable(entity.ref, "No team keeps a Team API that lists what it owns.")
    if entity.ref in claimed:
        return passed(entity.ref, "A Team API lists it.")
    if entity.kind == "component" and not snapshot.is_service(entity):
        return not_applicable(entity.ref, "It is no service.")
    assert entity.place is not None  # noqa: S101  # of_kinds gives nothing else
    says = "Its descriptor; no Team API lists what it declares"
    return failed(
        entity.ref, f"No team lists {entity.shown_name} in its Team API.", REMEDY, (entity.place.shows(says),)
    )

"""Claims of ownership agree.

What it checks
    Every other place that names a team for the entity names the team its descriptor names, or one above or below it.
    CODEOWNERS is compared for Components, since it speaks about code; decisions made in the portal for APIs, Resources
    and Systems too. A name that leads to no team of the catalog makes the answer unknown, and is named.

Why it matters
    Where two places name two teams, whoever looks in one asks the wrong people, and each team believes that it is the
    other's. It is often a hand-over that was done by half.

How to fix
    Ask both teams, then make both places name the one that is accountable: ``spec.owner`` of the descriptor, and the
    line of CODEOWNERS that covers the code.

Known limits
    CODEOWNERS counts where one rule covers at least half of the files of the code root. People it names count for the
    teams they are in and never make a disagreement. Who commits is judged by ``owner-does-the-work`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.core.claims import Basis
from catalog.core.ownership import BoundClaim, bind_claims
from scoring.core.evidence import Evidence
from scoring.core.owners import (
    OWNED_KINDS,
    Declared,
    find_declared_owner,
    is_present,
    is_same_line,
    show_claim,
)
from scoring.core.snapshot import Entity, Snapshot, Team
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown

SUBJECTS = OWNED_KINDS
TOPIC = Topic.MISMATCHES
LABEL = "Claims disagree"
REMEDY = "Ask both teams, then let the descriptor and the other place name the one that is accountable."
#: What the descriptor is compared with. What Git history says is no statement of anybody.
COMPARED = (Basis.PERSON, Basis.TEAM_API, Basis.CODEOWNERS, Basis.PAGER)
ABOUT_CODE = frozenset({Basis.CODEOWNERS})
SPOKEN = {
    Basis.PERSON: "a decision in the portal",
    Basis.TEAM_API: "a Team API",
    Basis.CODEOWNERS: "CODEOWNERS",
    Basis.PAGER: "the pager",
}


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component, API, Resource and System."""
    for entity in snapshot.of_kinds(*SUBJECTS):
        owner = find_declared_owner(snapshot, entity)
        if owner.how is Declared.TEAM and owner.team is not None:
            yield _judge(snapshot, entity, owner.team)
        else:
            yield not_applicable(entity.ref, "Its owner is no team the catalog knows, so there is nothing to compare.")


def _judge(snapshot: Snapshot, entity: Entity, owner: Team) -> Verdict:
    others = _list_others(snapshot, entity)
    if not others:
        return not_applicable(entity.ref, "Only its descriptor says who owns it.")
    against = [basis for basis, bound in others.items() if not any(_is_for(snapshot, owner, item) for item in bound)]
    for basis in against:
        strangers = [item for item in others[basis] if not item.binding.team_ref and not item.binding.person_ref]
        if strangers:
            named = "; ".join(f'"{item.claim.owner_text}" {item.binding.why_unknown}' for item in strangers)
            return unknown(entity.ref, f"Whether {SPOKEN[basis]} agrees cannot be told: {named}.")
    contrary = [item for basis in against for item in others[basis] if item.binding.names_team]
    if contrary:
        return failed(entity.ref, _say(snapshot, entity, owner, contrary), REMEDY, _show(entity, contrary))
    return passed(entity.ref, f"Nothing that names a team names another than {owner.shown_name}.")


def _list_others(snapshot: Snapshot, entity: Entity) -> dict[Basis, list[BoundClaim]]:
    """What is compared, by basis."""
    found: dict[Basis, list[BoundClaim]] = {}
    for item in bind_claims(snapshot.claims.get(entity.ref, ()), snapshot.directory):
        basis = item.claim.basis
        if basis in COMPARED and (entity.kind == "component" or basis not in ABOUT_CODE):
            found.setdefault(basis, []).append(item)
    return found


def _is_for(snapshot: Snapshot, owner: Team, item: BoundClaim) -> bool:
    """Whether the claim names the owner, a team in its line, or somebody who is in it."""
    if item.binding.person_ref:
        family = snapshot.teams_below(owner.ref)
        memberships = snapshot.memberships_of(item.binding.person_ref)
        return any(member.team_ref in family and is_present(snapshot, member) for member in memberships)
    return bool(item.binding.team_ref) and is_same_line(snapshot, owner.ref, item.binding.team_ref)


def _say(snapshot: Snapshot, entity: Entity, owner: Team, contrary: Sequence[BoundClaim]) -> str:
    bases = list(dict.fromkeys(item.claim.basis for item in contrary))
    clauses = []
    for basis in bases:
        refs = dict.fromkeys(item.binding.team_ref for item in contrary if item.claim.basis is basis)
        clauses.append(f"{SPOKEN[basis]} names {' and '.join(snapshot.teams[ref].shown_name for ref in refs)}")
    return f"The descriptor of {entity.shown_name} names {owner.shown_name}, but {', and '.join(clauses)}."


def _show(entity: Entity, contrary: Sequence[BoundClaim]) -> SomeEvidence:
    assert entity.place is not None  # noqa: S101  # of_kinds gives nothing else
    others: list[Evidence] = [
        show_claim(item.claim, f"{SPOKEN[item.claim.basis]}: {item.claim.owner_text}") for item in contrary
    ]
    return (entity.place.shows_owner(f"spec.owner: {entity.owner_text}"), *others)

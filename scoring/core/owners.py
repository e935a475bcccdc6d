"""Who is declared to own something, and whether that team is there: what several checks begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.core.claims import Basis, Claim
from catalog.core.refs import RefError, parse_ref
from catalog.core.web_addresses import safe_address
from scoring.core.evidence import EdgeSeen, EdgesEvidence, Evidence, FileEvidence
from scoring.core.snapshot import Entity, Membership, Snapshot, Team

#: What has an owner that is judged.
OWNED_KINDS = ("component", "api", "resource", "system")
KIND_NAMES: Mapping[str, str] = {"component": "Component", "api": "API", "resource": "Resource", "system": "System"}


class Declared(StrEnum):
    """How far the declared owner leads."""

    NOT = "no owner is declared"
    UNREADABLE = "the owner is no reference"
    UNKNOWN = "the owner is not in the catalog"
    PERSON = "the owner is a person"
    TEAM = "the owner is a team"


@dataclass(frozen=True, slots=True)
class DeclaredOwner:
    """The owner as written, and what that stands for; `team` or `person_ref` is set where it leads to one.

    `why_unknown` is the rest of a sentence that starts with the text.
    """

    how: Declared
    text: str = ""
    team: Team | None = None
    person_ref: str = ""
    why_unknown: str = ""


def find_declared_owner(snapshot: Snapshot, entity: Entity) -> DeclaredOwner:
    """The owner that the descriptor names; where it names none, the one that a person decided on."""
    text = entity.owner_text.strip() or _decided(snapshot, entity)
    if not text:
        return DeclaredOwner(Declared.NOT)
    known = snapshot.once(_remember_owners)
    if (text, entity.namespace) not in known:
        known[text, entity.namespace] = _bind_owner(snapshot, text, entity.namespace)
    return known[text, entity.namespace]


def _remember_owners(_snapshot: Snapshot) -> dict[tuple[str, str], DeclaredOwner]:
    """What texts in a namespace were found to stand for: thousands of entities name the same few teams."""
    return {}


def _bind_owner(snapshot: Snapshot, text: str, namespace: str) -> DeclaredOwner:
    binding = snapshot.directory.bind(text, namespace)
    if not (binding.person_ref or binding.team_ref):  # a team that was dissolved is known all the same
        ever = snapshot.directory_ever.bind(text, namespace)
        binding = ever if ever.person_ref or ever.team_ref else binding
    if binding.person_ref:
        return DeclaredOwner(Declared.PERSON, text, person_ref=binding.person_ref)
    if binding.team_ref:
        return DeclaredOwner(Declared.TEAM, text, snapshot.teams[binding.team_ref])
    how = Declared.UNKNOWN if _is_reference(text) else Declared.UNREADABLE
    return DeclaredOwner(how, text, why_unknown=binding.why_unknown)


def list_present(snapshot: Snapshot, team_ref: str) -> list[Membership]:
    """Who is in the team or in a team below it now."""
    return [
        membership
        for ref in sorted(snapshot.teams_below(team_ref))
        for membership in snapshot.members_of(ref)
        if is_present(snapshot, membership)
    ]


def is_present(snapshot: Snapshot, membership: Membership) -> bool:
    """Whether the membership goes on, and the person is still there."""
    person = snapshot.people.get(membership.person_ref)
    return membership.until is None and person is not None and person.left_at is None


def is_alive(snapshot: Snapshot, team: Team) -> bool:
    """Whether the team was not dissolved, and it or a team below it has people."""
    return team.dissolved_at is None and bool(list_present(snapshot, team.ref))


def is_same_line(snapshot: Snapshot, team_ref: str, other_ref: str) -> bool:
    """Whether the teams are one, or one is somewhere above the other."""
    return other_ref in snapshot.teams_below(team_ref) or team_ref in snapshot.teams_below(other_ref)


def show_claim(claim: Claim, says: str) -> Evidence:
    """A claim as evidence: the line of the file it was read from, else the statement itself."""
    evidence = claim.evidence
    if evidence.get("path") and (evidence.get("commit") or safe_address(evidence["path"])):
        return FileEvidence(says, evidence["origin"], evidence["commit"], evidence["path"], evidence.get("line", 0))
    return EdgesEvidence(says, (EdgeSeen(claim.subject_ref, f"is owned, says {claim.basis}, by", claim.owner_text),))


def _decided(snapshot: Snapshot, entity: Entity) -> str:
    claims = snapshot.claims.get(entity.ref, ())
    return next((claim.owner_text for claim in claims if claim.basis is Basis.PERSON), "")


def _is_reference(text: str) -> bool:
    try:
        parse_ref(text, "group")
    except RefError:
        return False
    return True

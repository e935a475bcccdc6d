"""The ledger of one subject as people read it: each claim with what it stands for, and who disagrees with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.core.claims import OWNER_ROLE, Basis
from catalog.core.handles import Binding, Directory
from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref
from catalog.models import Claim, Ownership
from catalog.selectors.directory import get_directory
from catalog.selectors.ownership import list_claims, list_ownership
from catalog.selectors.subjects import list_hidden_names, tells_hidden
from portal.selectors.evidence import Shown, show_evidence
from portal.selectors.names import Named, Names, get_names

#: A basis is text in the database: one that this version does not know is shown as it stands.
BASIS_TITLES: dict[str, str] = {
    Basis.PERSON: "A person decided",
    Basis.DESCRIPTOR: "Descriptor",
    Basis.TEAM_API: "Team API",
    Basis.CODEOWNERS: "CODEOWNERS",
    Basis.PAGER: "Pager",
    Basis.HISTORY: "Git history",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: what it rests on, the owner as written, and the team that stands for (None: it leads to no team).

    `binding` is for telling teams apart, also those that are withheld; it is not for showing.
    """

    claim: Claim
    binding: Binding
    basis_title: str
    team: Named | None
    person: Named | None
    why_unknown: str
    evidence: Shown


@dataclass(frozen=True, slots=True)
class Side:
    """Everything that speaks for one team; `is_owner` marks the team that is accountable."""

    team: Named
    is_owner: bool
    rows: Sequence[ClaimRow]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The claims made now, those made before, the sides they take, and what they resolved to over time."""

    current: Sequence[ClaimRow]
    past: Sequence[ClaimRow]
    sides: Sequence[Side]
    unknown: Sequence[ClaimRow]
    history: Sequence[tuple[Ownership, Named | None]]

    @property
    def has_disagreement(self) -> bool:
        """Whether claims made now name different teams."""
        return len(self.sides) > 1


def get_ledger(actor: Actor, ref: str) -> Ledger:
    """The ledger of a subject the actor may see."""
    claims = list(list_claims(actor, ref))
    history = list(list_ownership(ref))
    directory = get_directory() if claims else Directory({})
    bindings = [_bind(claim, directory) for claim in claims]
    refs = {each for binding in bindings for each in (binding.team_ref, binding.person_ref)}
    names = get_names(actor, refs | {ownership.owner_ref for ownership in history})
    evidence = show_evidence(actor, [[claim.evidence] for claim in claims])
    names_refs = any(":" in binding.why_unknown for binding in bindings)  # it may be any of several
    hidden_names = list_hidden_names(actor) if names_refs else []
    rows = [_make_row(*each, names, hidden_names) for each in zip(claims, bindings, evidence, strict=True)]
    current = [row for row in rows if row.claim.ended_at is None]
    owner_ref = next((each.owner_ref for each in history if each.until is None), "")
    return Ledger(
        current=current,
        past=[row for row in rows if row.claim.ended_at is not None],
        sides=_take_sides(current, owner_ref),
        unknown=[row for row in current if row.team is None],
        history=[(each, names[each.owner_ref] if each.owner_ref else None) for each in history],
    )


def _bind(claim: Claim, directory: Directory) -> Binding:
    try:
        namespace = parse_ref(claim.subject_ref).namespace
    except RefError:
        namespace = DEFAULT_NAMESPACE
    return directory.bind(claim.owner_text, namespace)


def _make_row(
    claim: Claim, binding: Binding, evidence: Sequence[Shown], names: Names, hidden_names: Sequence[str]
) -> ClaimRow:
    is_told = not tells_hidden(binding.why_unknown, hidden_names)
    return ClaimRow(
        claim,
        binding,
        BASIS_TITLES.get(claim.basis, claim.basis),
        names[binding.team_ref] if binding.team_ref else None,
        names[binding.person_ref] if binding.person_ref else None,
        binding.why_unknown if is_told else "leads to what you may not see",
        evidence[0],
    )


def _take_sides(rows: Sequence[ClaimRow], owner_ref: str) -> list[Side]:
    """One side for each team that claims of owners lead to, the accountable team first."""
    by_team: dict[str, list[ClaimRow]] = {}
    for row in rows:
        if row.team is not None and row.claim.role == OWNER_ROLE:
            by_team.setdefault(row.binding.team_ref, []).append(row)
    sides = [Side(found[0].team, ref == owner_ref, found) for ref, found in by_team.items() if found[0].team]
    return sorted(sides, key=lambda side: not side.is_owner)

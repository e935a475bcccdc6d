"""Ownership: what the claims about one entity resolve to, how sure that is, and why.

The rule
    1. Every claim is bound (``handles``). A claim *names* a team, or *supports* one when it names a person who is in
       exactly one team, or is *unknown*: then it is listed by its text and counts for nothing and against nothing.
    2. The owner is the team that the first basis in ``BASIS_WEIGHTS`` names. A basis that names several (two teams on
       one CODEOWNERS line) decides by the weight of its claims, then by what the other bases say, then by name.
       Git history confirms or casts doubt and never decides: who works on something need not answer for it.
    3. Where no claim names a team, a team that all supporting people share becomes the owner.
    4. A basis that names other teams only is a disagreement. A basis that merely supports another team is none.
    5. Confidence is what is left when each basis for the owner takes its weight off the doubt: one minus the product
       of (1 - w), where w is the basis's weight times that of its strongest claim, or ``SUPPORT_SHARE`` of it for a
       claim that supports. Each disagreement multiplies it by (1 - w * ``DISAGREEMENT_SHARE``). It stays below
       ``MOST_WITHOUT_PERSON`` unless a person decided: that is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from catalog.core.claims import OWNER_ROLE, Basis, Claim
from catalog.core.handles import Binding, Directory
from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref

# How far each basis alone is believed; also the order in which they decide.
BASIS_WEIGHTS: Mapping[Basis, float] = {
    Basis.PERSON: 1.0,
    Basis.DESCRIPTOR: 0.8,
    Basis.TEAM_API: 0.7,
    Basis.CODEOWNERS: 0.6,
    Basis.PAGER: 0.5,
    Basis.HISTORY: 0.3,
}
UNDECIDING = frozenset({Basis.HISTORY})
SUPPORT_SHARE = 0.5
DISAGREEMENT_SHARE = 0.5
MOST_WITHOUT_PERSON = 0.99

_SAYS = {
    Basis.PERSON: "A person decided on {teams}.",
    Basis.DESCRIPTOR: "The descriptor names {teams}.",
    Basis.TEAM_API: "A Team API lists it for {teams}.",
    Basis.CODEOWNERS: "CODEOWNERS names {teams}.",
    Basis.PAGER: "The pager belongs to {teams}.",
    Basis.HISTORY: "Recent commits are by {teams}.",
}
_SOURCES = {
    Basis.PERSON: "The decision",
    Basis.DESCRIPTOR: "The descriptor",
    Basis.TEAM_API: "The Team API",
    Basis.CODEOWNERS: "CODEOWNERS",
    Basis.PAGER: "The pager",
    Basis.HISTORY: "The Git history",
}


@dataclass(frozen=True, slots=True)
class BoundClaim:
    """A claim and what its text stands for."""

    claim: Claim
    binding: Binding


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A basis that names ``team_refs`` and not the owner, by ``claims``."""

    basis: Basis
    team_refs: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class UnknownHandle:
    """A text that leads to no team; ``why`` is the rest of a sentence that starts with it."""

    text: str
    basis: Basis
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """``owner_ref`` is ``None`` where the claims lead to no team; ``confidence`` from 0 to 1; ``reasons`` sentences."""

    owner_ref: str | None
    confidence: float
    reasons: tuple[str, ...]
    disagreements: tuple[Disagreement, ...] = ()
    unknown_handles: tuple[UnknownHandle, ...] = ()


def resolve_ownership(claims: Iterable[Claim], directory: Directory) -> Resolution:
    """The owner of the one subject that all ``claims`` are about, by the rule above. Their order does not matter."""
    bound = bind_claims(claims, directory)
    by_basis = _group(bound)
    unknown = tuple(
        UnknownHandle(item.claim.owner_text, item.claim.basis, item.binding.why_unknown)
        for item in bound
        if not item.binding.team_ref
    )
    owner_ref = _choose_owner(by_basis)
    disagreements = _find_disagreements(by_basis, owner_ref)
    confidence = _measure_confidence(by_basis, owner_ref, disagreements)
    reasons = _give_reasons(by_basis, owner_ref, unknown, directory)
    return Resolution(owner_ref, confidence, reasons, disagreements, unknown)


def bind_claims(claims: Iterable[Claim], directory: Directory) -> list[BoundClaim]:
    """The claims that make owners, each with what it stands for, in the order of their bases, weights and texts."""
    order = list(BASIS_WEIGHTS)
    counted = [claim for claim in claims if claim.role == OWNER_ROLE]
    counted.sort(key=lambda claim: (order.index(claim.basis), -claim.weight, claim.owner_text))
    return [BoundClaim(claim, directory.bind(claim.owner_text, _namespace_of(claim))) for claim in counted]


# For each basis, in order, the claims that lead to a team.
_ByBasis = Mapping[Basis, Sequence[BoundClaim]]


def _group(bound: Iterable[BoundClaim]) -> _ByBasis:
    by_basis: defaultdict[Basis, list[BoundClaim]] = defaultdict(list)
    for item in bound:
        if item.binding.team_ref:
            by_basis[item.claim.basis].append(item)
    return by_basis


def _namespace_of(claim: Claim) -> str:
    try:
        return parse_ref(claim.subject_ref, "component").namespace
    except RefError:
        return DEFAULT_NAMESPACE


def _list_named(items: Iterable[BoundClaim]) -> tuple[str, ...]:
    """The teams that these claims name, without repetition."""
    return tuple(dict.fromkeys(item.binding.team_ref for item in items if item.binding.names_team))


def _choose_owner(by_basis: _ByBasis) -> str | None:
    deciding = {basis: items for basis, items in by_basis.items() if basis not in UNDECIDING}
    for basis, items in deciding.items():
        named = _list_named(items)
        if named:
            return min(named, key=lambda ref: (-_strength(items, ref), -_believed(by_basis, ref, besides=basis), ref))
    supported = {item.binding.team_ref for items in deciding.values() for item in items}
    return supported.pop() if len(supported) == 1 else None


def _strength(items: Iterable[BoundClaim], team_ref: str) -> float:
    """The weight of the strongest claim for the team, by way of a person counting for less; 0 if there is none."""
    return max(
        (
            item.claim.weight * (1 if item.binding.names_team else SUPPORT_SHARE)
            for item in items
            if item.binding.team_ref == team_ref
        ),
        default=0.0,
    )


def _believed(by_basis: _ByBasis, team_ref: str, besides: Basis | None = None) -> float:
    """How far the bases for the team are believed together."""
    weights = (
        BASIS_WEIGHTS[basis] * min(1.0, _strength(items, team_ref))
        for basis, items in by_basis.items()
        if basis is not besides
    )
    return 1 - prod(1 - weight for weight in weights)


def _find_disagreements(by_basis: _ByBasis, owner_ref: str | None) -> tuple[Disagreement, ...]:
    found = []
    for basis, items in by_basis.items():
        named = _list_named(items)
        if owner_ref and named and owner_ref not in named:
            claims = tuple(item.claim for item in items if item.binding.names_team)
            found.append(Disagreement(basis, named, claims))
    return tuple(found)


def _measure_confidence(by_basis: _ByBasis, owner_ref: str | None, disagreements: Iterable[Disagreement]) -> float:
    if owner_ref is None:
        return 0.0
    if owner_ref in _list_named(by_basis.get(Basis.PERSON, ())):
        return 1.0
    doubt = prod(
        1 - BASIS_WEIGHTS[other.basis] * DISAGREEMENT_SHARE * min(1.0, max(claim.weight for claim in other.claims))
        for other in disagreements
    )
    return round(min(MOST_WITHOUT_PERSON, _believed(by_basis, owner_ref) * doubt), 2)


def _give_reasons(
    by_basis: _ByBasis, owner_ref: str | None, unknown: Iterable[UnknownHandle], directory: Directory
) -> tuple[str, ...]:
    reasons = []
    for basis, items in by_basis.items():
        named = _list_named(items)
        if named:
            shown = " and ".join(directory.teams[ref] for ref in named)
            instead = ", not the owner" if owner_ref and owner_ref not in named else ""
            reasons.append(_SAYS[basis].format(teams=f"{shown}{instead}"))
        for item in items:
            if not item.binding.names_team:
                person, team = directory.people[item.binding.person_ref], directory.teams[item.binding.team_ref]
                reasons.append(f"{_SOURCES[basis]} names {person}, who is in {team}.")
    reasons += [f'{_SOURCES[handle.basis]} names "{handle.text}", which {handle.why}.' for handle in unknown]
    return tuple(reasons) or ("No claim names an owner.",)

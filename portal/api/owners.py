"""Owners as the API tells them, by the rule of `portal.selectors.owners`."""

from __future__ import annotations

from collections.abc import Collection

from catalog.core.access import Actor
from catalog.selectors.ownership import get_owners
from catalog.selectors.subjects import list_hidden_refs
from portal.api.shapes import OwnerBrief, OwnerFull
from portal.selectors.owners import Owner, get_shown_owners


def get_brief_owners(actor: Actor, refs: Collection[str]) -> dict[str, OwnerBrief]:
    """Owners of visible subjects, for rows; who has none is left out. Two queries."""
    current = get_owners(refs)
    hidden = list_hidden_refs(actor, (each.owner_ref for each in current.values()))
    return {
        ref: OwnerBrief(ref=each.owner_ref or None, confidence=each.confidence)
        for ref, each in current.items()
        if each.owner_ref not in hidden
    }


def get_full_owners(actor: Actor, refs: Collection[str]) -> dict[str, OwnerFull]:
    """Owners of visible subjects with the reasons; who has no ownership is left out. Five queries at most."""
    return {ref: describe_owner(owner) for ref, owner in get_shown_owners(actor, refs).items()}


def describe_owner(owner: Owner) -> OwnerFull:
    """One owner, now or before."""
    return OwnerFull(
        ref=owner.ref or None,
        confidence=owner.confidence,
        reasons=list(owner.reasons),
        since=owner.since,
        is_withheld=owner.is_withheld,
    )


def show_ref(ref: str | None, hidden: Collection[str]) -> str | None:
    """A ref of a team as it may be told."""
    return ref if ref and ref not in hidden else None

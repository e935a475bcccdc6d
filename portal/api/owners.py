"""Owners as the API tells them: never a team that the asker may not see, never a reason that rests on hidden claims."""

from __future__ import annotations

from collections.abc import Collection

from catalog.core.access import Actor
from catalog.models import Ownership
from catalog.selectors.ownership import get_owners
from catalog.selectors.subjects import list_guarded_subjects, list_hidden_refs
from portal.api.shapes import OwnerBrief, OwnerFull


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
    """Owners of visible subjects with the reasons; who has no ownership is left out. Three queries."""
    current = get_owners(refs)
    hidden = list_hidden_refs(actor, (each.owner_ref for each in current.values()))
    guarded = list_guarded_subjects(actor, current)
    return {ref: tell_owner(each, hidden, guarded) for ref, each in current.items()}


def tell_owner(ownership: Ownership, hidden: Collection[str], guarded: Collection[str]) -> OwnerFull:
    """One row of ownership, without what is hidden."""
    is_hidden = ownership.owner_ref in hidden
    is_withheld = is_hidden or ownership.subject_ref in guarded
    return OwnerFull(
        ref=None if is_hidden else ownership.owner_ref or None,
        confidence=0.0 if is_hidden else ownership.confidence,
        reasons=[] if is_withheld else [str(reason) for reason in ownership.reasons],
        since=ownership.since,
        is_withheld=is_withheld,
    )


def show_ref(ref: str | None, hidden: Collection[str]) -> str | None:
    """A ref of a team as it may be told."""
    return ref if ref and ref not in hidden else None

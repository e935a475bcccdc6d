"""Who is accountable for what, as it is told: never a team that the reader may not see, nor a reason that names one.

One rule for pages, CSV and API. That there is an owner is not withheld: "nobody" would not be true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.core.access import Actor
from catalog.models import Ownership
from catalog.selectors.ownership import get_owners
from catalog.selectors.subjects import list_guarded_subjects, list_hidden_names, tells_hidden
from portal.selectors.names import Named, Names, get_names

SURE, LIKELY = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Owner:
    """The accountable owner of one subject; `named` is None where the claims resolve to nobody.

    `is_withheld`: something is left out, because it stands in a source that the reader may not see; the owner itself
    where `named` is withheld, else some of the reasons.
    """

    named: Named | None
    confidence: float
    reasons: tuple[str, ...]
    since: datetime
    is_withheld: bool = False

    @property
    def ref(self) -> str:
        """The ref of the owner; empty for nobody, and for one that is withheld."""
        return self.named.ref if self.named else ""

    @property
    def text(self) -> str:
        """The owner for a list that has texts alone: a ref, or that it is withheld."""
        return "in a restricted source" if self.is_hidden else self.ref

    @property
    def is_hidden(self) -> bool:
        """Whether who owns it is withheld."""
        return self.named is not None and self.named.is_withheld

    @property
    def confidence_word(self) -> str:
        """How sure the catalog is, in one word."""
        return "sure" if self.confidence >= SURE else "likely" if self.confidence >= LIKELY else "unsure"

    @property
    def strength(self) -> int:
        """How sure, as 1 to 3 bars."""
        return {"sure": 3, "likely": 2, "unsure": 1}[self.confidence_word]

    @property
    def percent(self) -> int:
        """How sure, in whole percent."""
        return round(self.confidence * 100)


def get_owner_names(actor: Actor, refs: Collection[str]) -> dict[str, Owner]:
    """Owners without the reasons, where there is no room for them. Two queries, or three."""
    current = get_owners(refs)
    names = get_names(actor, {row.owner_ref for row in current.values()})
    return {ref: replace(_tell(row, names, False, ()), reasons=()) for ref, row in current.items()}


def get_shown_owners(actor: Actor, refs: Collection[str]) -> dict[str, Owner]:
    """Owners of subjects that the actor may see; a subject nobody claims is left out. Four queries, or five."""
    current = get_owners(refs)
    return dict(zip(current, tell_ownerships(actor, list(current.values())), strict=True))


def tell_ownerships(actor: Actor, rows: Collection[Ownership]) -> list[Owner]:
    """What claims resolved to, now or before, about subjects that the actor may see; in the order given.

    Four queries at most, two for administrators, none for no rows.
    """
    if not rows:
        return []
    names = get_names(actor, {row.owner_ref for row in rows})
    guarded, hidden_names = list_guarded_subjects(actor, {row.subject_ref for row in rows}), list_hidden_names(actor)
    return [_tell(row, names, row.subject_ref in guarded, hidden_names) for row in rows]


def _tell(row: Ownership, names: Names, is_guarded: bool, hidden_names: Iterable[str]) -> Owner:
    named, reasons = names[row.owner_ref] if row.owner_ref else None, tuple(map(str, row.reasons))
    is_hidden = named is not None and named.is_withheld
    is_withheld = is_hidden or is_guarded or any(tells_hidden(reason, hidden_names) for reason in reasons)
    confidence = 0.0 if is_hidden else row.confidence
    return Owner(named, confidence, () if is_withheld else reasons, row.since, is_withheld)

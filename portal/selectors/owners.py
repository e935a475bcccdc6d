"""Who is accountable for what, as it is shown: name, confidence and reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from catalog.core.access import Actor
from catalog.selectors.ownership import get_owners
from portal.selectors.names import Named, get_names

SURE, LIKELY = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Owner:
    """The accountable owner of one subject; `named` is None where the claims resolve to nobody."""

    named: Named | None
    confidence: float
    reasons: tuple[str, ...]
    since: datetime

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


def get_shown_owners(actor: Actor, refs: Collection[str]) -> dict[str, Owner]:
    """Owners of subjects that the actor may see; a subject nobody claims is left out. Two queries."""
    current = get_owners(refs)
    names = get_names(actor, {ownership.owner_ref for ownership in current.values()})
    return {
        ref: Owner(
            names[ownership.owner_ref] if ownership.owner_ref else None,
            ownership.confidence,
            tuple(map(str, ownership.reasons)),
            ownership.since,
        )
        for ref, ownership in current.items()
    }

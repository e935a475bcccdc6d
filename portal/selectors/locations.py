"""Registered URLs as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.core.access import Actor
from catalog.models import Origin
from catalog.selectors.locations import STATES, UrlState, count_entities, get_gone_since
from catalog.selectors.repositories import count_broken_files


@dataclass(frozen=True, slots=True)
class LocationRow:
    """One registered URL: how many entities it leads to and how many documents are broken, itself not counted."""

    origin: Origin
    entities: int
    broken: int

    @property
    def error(self) -> str:
        """Why the URL itself could not be read; empty if it could."""
        return self.origin.scan_error or str(self.origin.own_error)  # type: ignore[attr-defined]  # annotated

    @property
    def ref(self) -> str:
        """The Location that stands for it in the catalog."""
        return str(self.origin.own_ref)  # type: ignore[attr-defined]  # annotated

    @property
    def name(self) -> str:
        """The name of that Location."""
        return self.ref.rpartition("/")[2] or "none"

    @property
    def gone_since(self) -> datetime | None:
        """Since when the server says that there is nothing."""
        return get_gone_since(self.origin) if self.error else None

    @property
    def state(self) -> UrlState:
        """How the last look went."""
        if self.error:
            return UrlState.GONE if self.gone_since else UrlState.FAILED
        if self.origin.scanned_at is None:
            return UrlState.WAITING
        return UrlState.BROKEN if self.broken else UrlState.READ

    @property
    def words(self) -> str:
        """The state as people read it."""
        return STATES[self.state]

    @property
    def looked_at(self) -> datetime | None:
        """When the last look ended that needed no second try."""
        job = getattr(self.origin, "job", None)
        return job.finished_at if job is not None and self.origin.scanned_at is not None else None


def describe_locations(actor: Actor, origins: Sequence[Origin]) -> list[LocationRow]:
    """Rows in the order given, of origins as `list_registered` has them. Two queries."""
    ids = [origin.pk for origin in origins]
    entities, broken = count_entities(actor, ids), count_broken_files(actor, ids)
    return [
        LocationRow(
            origin,
            entities.get(origin.pk, 0),
            max(0, broken.get(origin.pk, 0) - bool(origin.own_error)),  # type: ignore[attr-defined]  # annotated
        )
        for origin in origins
    ]

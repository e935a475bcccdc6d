"""`/locations`: the registered URLs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404

from catalog.location_filters import LocationFilters
from catalog.models import Origin
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.locations import list_registered
from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.shapes import Shape
from portal.selectors.locations import LocationRow, describe_locations


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationItem(Shape):
    """One registered URL, and how the last look at it went."""

    id: int
    uid: Annotated[str, "Its id in `/api/catalog/locations`."]
    url: str
    entity_ref: Annotated[str, "The Location that stands for it in the catalog."]
    state: Literal["waiting", "read", "broken", "failed", "gone"]
    error: Annotated[str, "Why it could not be read; empty if it could."]
    gone_since: Annotated[datetime | None, "Since when its server says that there is nothing."]
    is_trusted: Annotated[bool, "Whether the Groups and Users it leads to count."]
    entities: int
    broken: Annotated[int, "Documents it leads to that could not be taken."]
    registered_at: datetime
    looked_at: Annotated[datetime | None, "When the last look ended; null before the first."]
    href: str


def _describe(row: LocationRow) -> LocationItem:
    origin = row.origin
    return LocationItem(
        id=origin.pk,
        uid=origin.provider_id,
        url=origin.location,
        entity_ref=row.ref,
        state=row.state.value,
        error=row.error,
        gone_since=row.gone_since,
        is_trusted=origin.is_trusted,
        entities=row.entities,
        broken=row.broken,
        registered_at=origin.first_seen_at,
        looked_at=row.looked_at,
        href=make_address("locations", origin.pk),
    )


class ListLocations(ListView):
    """The registered URLs. They are registered, changed and removed by `/api/catalog/locations`."""

    subject = "source"
    answer = LocationItem
    filters = LocationFilters
    sorts = {"url": ("location", "pk"), "registered_at": ("first_seen_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Origin]:
        """The URLs."""
        return list_registered(self.actor)

    def describe(self, rows: Sequence[Origin]) -> list[LocationItem]:
        """Two queries."""
        return [_describe(row) for row in describe_locations(self.actor, rows)]


class GetLocation(ReadView):
    """One registered URL."""

    subject = "source"
    answer = LocationItem

    def read(self) -> LocationItem:
        """The URL. Three queries."""
        origin = list_registered(self.actor).filter(pk=self.kwargs["id"]).first()
        if origin is None:
            raise Http404
        return _describe(describe_locations(self.actor, [origin])[0])

"""Reads of registered URLs, as the Locations of Backstage's API."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from catalog.core.access import Actor
from catalog.core.filters.evaluate import select
from catalog.core.filters.predicates import Predicate
from catalog.core.registered import GONE_SINCE, OWN_PATH
from catalog.models import Descriptor, Origin
from catalog.models.visibility import VisibleQuerySet

TYPE = "url"


class UrlState(StrEnum):
    """How the last look at a registered URL went."""

    WAITING = "waiting"
    READ = "read"
    BROKEN = "broken"
    FAILED = "failed"
    GONE = "gone"


STATES: Mapping[UrlState, str] = {
    UrlState.WAITING: "Not looked at yet",
    UrlState.READ: "Read without an error",
    UrlState.BROKEN: "Leads to broken files",
    UrlState.FAILED: "Could not be read",
    UrlState.GONE: "Gone",
}
_URLS = Q(kind=Origin.Kind.URL, removed_at=None)


@dataclass(frozen=True, slots=True)
class Location:
    """A registered URL; `entity_ref` names the Location that stands for it in the catalog."""

    origin_id: int
    id: str
    target: str
    entity_ref: str

    def as_json(self) -> dict[str, str]:
        """As the API writes it."""
        return {"id": self.id, "type": TYPE, "target": self.target, "entityRef": self.entity_ref}


def list_locations(actor: Actor) -> list[Location]:
    """All of them, in the order of their ids."""
    return _read(Origin.objects.visible_to(actor).filter(_URLS).order_by("provider_id"))


def list_registered(actor: Actor) -> VisibleQuerySet[Origin]:
    """The registered URLs as origins; `own_error` says why one could not be read, empty where it could."""
    own = Descriptor.objects.filter(origin=OuterRef("pk"), path=OWN_PATH)
    found = Origin.objects.visible_to(actor).filter(_URLS).select_related("job").defer("codeowners")
    errors = Coalesce(Subquery(own.values("error")[:1]), Value(""), output_field=TextField())
    annotated = found.annotate(
        own_error=errors, own_ref=Coalesce(Subquery(own.values("ref")[:1]), Value(""), output_field=TextField())
    )
    return cast("VisibleQuerySet[Origin]", annotated)


def count_entities(actor: Actor, origin_ids: Collection[int]) -> dict[int, int]:
    """Entities that registered URLs lead to, by origin, their own Locations not counted; those without any left out."""
    found = Descriptor.objects.visible_to(actor).filter(origin_id__in=origin_ids).exclude(path=OWN_PATH)
    declared = found.exclude(ref="").exclude(state=Descriptor.State.BROKEN).order_by()
    return dict(declared.values_list("origin_id").annotate(number=Count("pk")))


def is_gone(origin: Origin) -> bool:
    """Whether the server said at the last look that there is nothing at this registered URL."""
    return get_gone_since(origin) is not None


def get_gone_since(origin: Origin) -> datetime | None:
    """Since when the server says so."""
    since = origin.url_state.get(origin.location, {}).get(GONE_SINCE)
    return datetime.fromisoformat(since) if since else None


def has_broken_documents() -> Exists:
    """Condition on origins: some document, but for that of a registered URL itself, has an error."""
    return Exists(Descriptor.objects.filter(origin=OuterRef("pk")).exclude(path=OWN_PATH).exclude(error=""))


def get_location(actor: Actor, uid: str) -> Location | None:
    """The one with this id."""
    return next(iter(_read(Origin.objects.visible_to(actor).filter(_URLS, provider_id=uid))), None)


def get_location_of(actor: Actor, ref: str) -> Location | None:
    """The one that led to this entity; None if the entity came from a repository."""
    origins = Origin.objects.visible_to(actor).filter(_URLS)
    declared = Q(descriptors__ref=ref, descriptors__state=Descriptor.State.IN_FORCE)
    return next(iter(_read(origins.filter(declared))), None)


def find_location(url: str) -> Location | None:
    """The one that stands for this URL, whoever asks."""
    return next(iter(_read(Origin.objects.filter(_URLS, location=url))), None)


def get_own_name(origin: Origin) -> str:
    """The name of the Location that stands for a registered URL; empty if it has none yet."""
    own = Descriptor.objects.filter(origin=origin, path=OWN_PATH).values_list("ref", flat=True).first()
    return (own or "").rpartition("/")[2]


def filter_locations(locations: Iterable[Location], predicate: Predicate | None) -> list[Location]:
    """Those for which the condition on id, type, target and entityRef holds."""
    listed = list(locations)
    found = select(predicate, _Fields(listed))
    return [location for place, location in enumerate(listed) if found >> place & 1]


class _Fields:
    """Sets of locations by the values of their fields."""

    def __init__(self, locations: list[Location]) -> None:
        self._rows = [
            {key.lower(): value.lower() for key, value in location.as_json().items()} for location in locations
        ]

    @property
    def everything(self) -> int:
        return (1 << len(self._rows)) - 1

    def having(self, key: str) -> int:
        return sum(1 << place for place, row in enumerate(self._rows) if key in row)

    def equal(self, key: str, value: str) -> int:
        return sum(1 << place for place, row in enumerate(self._rows) if row.get(key) == value)

    def starting(self, key: str, prefix: str) -> int:
        return sum(1 << place for place, row in enumerate(self._rows) if key in row and row[key].startswith(prefix))


def _read(origins: QuerySet[Origin] | VisibleQuerySet[Origin]) -> list[Location]:
    own = Descriptor.objects.filter(origin=OuterRef("pk"), path=OWN_PATH).values("ref")[:1]
    rows = origins.annotate(own_ref=Subquery(own)).values_list("pk", "provider_id", "location", F("own_ref"))
    return [Location(pk, uid, target, ref or "") for pk, uid, target, ref in rows]

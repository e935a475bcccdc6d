"""Looks at origins without Git: what a scan of given files would write, with a clock that moves a minute a look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from catalog.actions.pending import deliver_changes
from catalog.actions.reconcile import Reconciled, reconcile_origin
from catalog.core.descriptors import parse_file
from catalog.core.reading import OriginReading, store_document
from catalog.models import Descriptor, Entity, Origin, Source
from tests.catalog.factories import NOW, make_origin

FILE = "catalog-info.yaml"


@dataclass
class Looks:
    """Origins of one source by name, and the time."""

    source: Source
    now: datetime = NOW
    origins: dict[str, Origin] = field(default_factory=dict)

    def look(self, name: str, text: str | dict[str, str] = "", **fields: object) -> Reconciled:
        """Read an origin that holds these files (a text: one catalog file) and deliver what changed.

        The commit is the time of day, as in 0901 for the first look.
        """
        self.now += timedelta(minutes=1)
        files = {FILE: text} if isinstance(text, str) else text
        parsed = [d for path, each in sorted(files.items()) if each for d in parse_file(path, each.encode()).documents]
        documents = tuple(store_document(document) for document in parsed)
        reading = OriginReading(f"{self.now:%H%M}", "main", self.now, "", documents)
        with transaction.atomic():
            found = reconcile_origin(self.origin(name, **fields), reading, self.now, self.now)
        deliver_changes(self.now)
        return found

    def origin(self, name: str, **fields: object) -> Origin:
        """The origin of this name, made where it is missing."""
        if name not in self.origins:
            self.origins[name] = make_origin(name, fields.pop("source", self.source), **fields)  # type: ignore[arg-type]
        return self.origins[name]

    def descriptor(self, name: str, ref: str, path: str | None = None) -> Descriptor:
        """What an origin says of a ref."""
        found = Descriptor.objects.filter(origin=self.origins[name], ref=ref)
        return found.get(path=path) if path else found.get()

    def in_force(self, ref: str) -> str:
        """The name of the origin whose descriptor counts, empty if the entity is not there."""
        found = Descriptor.objects.filter(ref=ref, state="in_force").select_related("origin").first()
        assert (found is not None) == Entity.objects.filter(ref=ref, removed_at=None).exists()
        return found.origin.name if found else ""

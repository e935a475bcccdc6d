"""Rows that tests of the catalog begin with."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from catalog.models import Origin, ScanJob, Source

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
#: Random histories of a property test. The logic is tried in full on SQLite; on PostgreSQL, where each of a history's
#: hundreds of statements costs ten times as much, what differs is the statements, and fewer histories reach them all.
HISTORIES = 150 if connection.vendor == "sqlite" else 25


def make_source(location: str = "/srv/clones", **fields: object) -> Source:
    return Source.objects.create(location=location, name="clones", created_by_ref="command", created_at=NOW, **fields)


def make_origin(name: str = "shop", source: Source | None = None, **fields: object) -> Origin:
    source = source or Source.objects.first() or make_source()
    values = {"provider_id": name, "name": name, "location": f"/srv/clones/{name}", "first_seen_at": NOW} | fields
    return Origin.objects.create(source=source, **values)


def make_job(origin: Origin | None = None, **fields: object) -> ScanJob:
    return ScanJob.objects.create(origin=origin or make_origin(), **fields)

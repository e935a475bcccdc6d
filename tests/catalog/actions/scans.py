"""Scanning a folder of clones, and what is in the catalog then."""

from __future__ import annotations

from catalog.actions.sources import add_source, list_source
from catalog.actions.work import Worked, work_due_jobs
from catalog.models import ChangeLog, Claim, Descriptor, Edge, Entity, Scan
from catalog.models.clock import database_now
from tests.repositories import Clones

CATALOG_TABLES = (Descriptor, Entity, Edge, ChangeLog, Claim, Scan)


def scan(clones: Clones) -> Worked:
    """List the folder and work everything that is due."""
    source = add_source(str(clones.root), "command", database_now())
    list_source(source.pk, database_now(), by_person=True)
    return work_due_jobs(lambda *_: None)


def living() -> dict[str, str]:
    """Refs in the catalog with the error they carry."""
    return dict(Entity.objects.filter(removed_at=None).values_list("ref", "error"))


def dump() -> list[list[tuple[object, ...]]]:
    """All rows of the catalog's tables."""
    return [list(model.objects.order_by("pk").values_list()) for model in CATALOG_TABLES]

"""Reads of sources, repositories, scans and broken files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from catalog.core.access import Actor
from catalog.models import CodeRoot, Descriptor, Origin, Scan, Source
from catalog.models.bulk import among_ids
from catalog.models.visibility import VisibleQuerySet


def list_sources(actor: Actor) -> VisibleQuerySet[Source]:
    """The sources this actor may see, in the order they were added."""
    return Source.objects.visible_to(actor).filter(removed_at=None).order_by("created_at", "pk")


def list_repositories(actor: Actor) -> VisibleQuerySet[Origin]:
    """The repositories that are there now."""
    found = Origin.objects.visible_to(actor).filter(kind=Origin.Kind.REPOSITORY, removed_at__isnull=True)
    return found.select_related("source").defer("codeowners")


def get_repository(actor: Actor, pk: int) -> Origin | None:
    """One repository, also one that was removed; None if it is not visible."""
    found = Origin.objects.visible_to(actor).filter(kind=Origin.Kind.REPOSITORY, pk=pk)
    return found.select_related("source", "job").first()


def list_scans(actor: Actor) -> VisibleQuerySet[Scan]:
    """The records of scans, the latest first."""
    return Scan.objects.visible_to(actor).select_related("origin").order_by("-finished_at", "-pk")


def list_documents(actor: Actor, origin_id: int) -> VisibleQuerySet[Descriptor]:
    """Every document of a repository, in the order of files and of documents in them, without their bodies."""
    found = Descriptor.objects.visible_to(actor).filter(origin_id=origin_id)
    return found.select_related("origin").defer("body_json").order_by("path", "doc_index")


def list_broken_files(actor: Actor, also: Collection[int] = ()) -> VisibleQuerySet[Descriptor]:
    """The documents with an error in repositories that are there now; `also` are ids of others found wrong."""
    wrong = ~Q(error="") | Q(pk__in=among_ids(also)) if also else ~Q(error="")
    found = Descriptor.objects.visible_to(actor).filter(wrong, origin__removed_at__isnull=True)
    return found.select_related("origin").defer("body_json")


def count_broken_files(actor: Actor, origin_ids: Collection[int]) -> dict[int, int]:
    """Broken documents by repository; repositories without any are left out."""
    counted = list_broken_files(actor).filter(origin_id__in=origin_ids).order_by().values_list("origin_id")
    return dict(counted.annotate(number=Count("pk")))


def count_descriptors(actor: Actor, origin_ids: Collection[int]) -> dict[int, int]:
    """Documents that declare an entity, by repository; repositories without any are left out."""
    found = Descriptor.objects.visible_to(actor).filter(origin_id__in=origin_ids).exclude(ref="")
    return dict(found.order_by().values_list("origin_id").annotate(number=Count("pk")))


def list_code_roots(origin_id: int) -> QuerySet[CodeRoot]:
    """Whose code is in which folder of a repository. Check that the repository is visible."""
    return CodeRoot.objects.filter(origin_id=origin_id).order_by("path_prefix", "entity_ref")


def list_code_roots_of(actor: Actor, entity_ref: str) -> QuerySet[CodeRoot]:
    """In which folders of which visible repositories the code of an entity is."""
    found = CodeRoot.objects.filter(entity_ref=entity_ref, origin__in=Origin.objects.visible_to(actor))
    return found.select_related("origin").order_by("origin__name", "path_prefix")


@dataclass(frozen=True, slots=True)
class SourceProgress:
    """How far the repositories of one source, or of all, have been looked at."""

    repositories: int = 0
    looked_at: int = 0
    failed: int = 0
    waiting: int = 0
    last_looked_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether repositories still wait for their first look."""
        return self.waiting > 0

    @property
    def percent(self) -> int:
        """Share that was looked at, in whole percent."""
        return 100 * (self.repositories - self.waiting) // self.repositories if self.repositories else 0


def get_progress(actor: Actor) -> dict[int | None, SourceProgress]:
    """Progress by source id, and of all sources together under None. One query."""
    never = Q(scanned_at__isnull=True, scan_error="")
    rows = (
        list_repositories(actor)
        .select_related(None)
        .order_by()
        .values("source_id")
        .annotate(
            repositories=Count("pk"),
            looked_at=Count("pk", filter=~never),
            failed=Count("pk", filter=~Q(scan_error="")),
            waiting=Count("pk", filter=never),
            last_looked_at=Max("scanned_at"),
        )
    )
    found: dict[int | None, SourceProgress] = {
        row["source_id"]: SourceProgress(
            row["repositories"], row["looked_at"], row["failed"], row["waiting"], row["last_looked_at"]
        )
        for row in rows
    }
    found[None] = _sum_up(list(found.values()))
    return found


def _sum_up(parts: list[SourceProgress]) -> SourceProgress:
    return SourceProgress(
        repositories=sum(part.repositories for part in parts),
        looked_at=sum(part.looked_at for part in parts),
        failed=sum(part.failed for part in parts),
        waiting=sum(part.waiting for part in parts),
        last_looked_at=max((part.last_looked_at for part in parts if part.last_looked_at), default=None),
    )


def is_listing(actor: Actor) -> bool:
    """Whether the repositories of some source are still being looked for."""
    return (
        list_sources(actor)
        .filter(Q(listed_at__isnull=True, list_error="") | Q(list_requested_at__isnull=False))
        .exists()
    )


def count_broken_files_in_all(actor: Actor) -> int:
    """Documents with an error, in all repositories."""
    return list_broken_files(actor).count()

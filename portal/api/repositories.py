"""`/repositories`: what was found in the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, TypeAlias, cast

from django.http import Http404

from catalog.core.access import Actor
from catalog.core.remotes import parse_remote
from catalog.filters import RepositoryFilters
from catalog.models import Origin
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.repositories import get_repository, list_repositories
from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.owners import get_full_owners
from portal.api.shapes import OwnerFull, Place, Shape
from portal.host import repository_at_host
from portal.selectors.repositories import RepositoryRow, describe_repositories

State: TypeAlias = Literal["failed", "waiting", "broken", "fine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryItem(Shape):
    """A repository, and how the last look at it went."""

    id: int
    ref: Annotated[str, "What claims, ownership and findings about it have as their subject."]
    name: str
    source: Place | None
    remote: Annotated[str | None, "Host and path of its remote, without user or password."]
    web_url: Annotated[str | None, "Its page at its host, where that is a known one."]
    branch: str
    tip: Annotated[str, "The commit that was read last; empty before the first look."]
    tip_committed_at: datetime | None
    state: Annotated[State, "How the last look went."]
    scanned_at: datetime | None
    scan_error: str
    documents: Annotated[int, "Documents that declare an entity."]
    broken_documents: int
    is_archived: bool
    is_fork: bool
    is_template: bool
    first_seen_at: datetime
    missing_since: datetime | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFull(RepositoryItem):
    """A repository with who answers for it."""

    owner: OwnerFull | None
    removed_at: datetime | None


def _describe(row: RepositoryRow) -> RepositoryItem:
    origin = row.origin
    remote = parse_remote(origin.remote_url)
    return RepositoryItem(
        id=origin.pk,
        ref=origin.ref,
        name=origin.name,
        source=Place(id=origin.source.pk, name=origin.source.name) if origin.source else None,
        remote=str(remote) if remote else None,
        web_url=repository_at_host(origin) or None,
        branch=origin.branch,
        tip=origin.tip,
        tip_committed_at=origin.tip_committed_at,
        state=cast("State", row.state),
        scanned_at=origin.scanned_at,
        scan_error=origin.scan_error,
        documents=row.descriptors,
        broken_documents=row.broken,
        is_archived=origin.is_archived,
        is_fork=origin.is_fork,
        is_template=origin.is_template,
        first_seen_at=origin.first_seen_at,
        missing_since=origin.missing_since,
        href=make_address("repositories", origin.pk),
    )


class ListRepositories(ListView):
    """The repositories that are there now."""

    answer = RepositoryItem
    filters = RepositoryFilters
    sorts = {"name": ("name", "pk"), "first_seen_at": ("first_seen_at", "pk")}
    subject = "catalog"

    def get_queryset(self) -> VisibleQuerySet[Origin]:
        """The repositories."""
        return list_repositories(self.actor)

    def describe(self, rows: Sequence[Origin]) -> list[RepositoryItem]:
        """Two queries."""
        return [_describe(row) for row in describe_repositories(self.actor, rows)]


class GetRepository(ReadView):
    """One repository, also one that was removed."""

    answer = RepositoryFull
    subject = "catalog"

    def read(self) -> RepositoryFull:
        """The repository. Six queries."""
        return describe_repository(self.actor, self.kwargs["id"])


def describe_repository(actor: Actor, repository_id: int) -> RepositoryFull:
    """A repository with its owner. Raises Http404 if there is none that the actor may see."""
    origin = get_repository(actor, repository_id)
    if origin is None:
        raise Http404
    (row,) = describe_repositories(actor, [origin])
    owner = get_full_owners(actor, [origin.ref]).get(origin.ref)
    item = _describe(row)
    return RepositoryFull(**item.fields(), owner=owner, removed_at=origin.removed_at)

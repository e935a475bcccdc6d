"""Repositories as rows, and who may have one looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.core.access import Actor, Subject, may
from catalog.models import Descriptor, Origin
from catalog.selectors.ownership import get_owners
from catalog.selectors.repositories import count_broken_files, count_descriptors, list_code_roots
from portal.origins import document_url, origin_url, place_url
from portal.selectors.names import Named, get_names


@dataclass(frozen=True, slots=True)
class RepositoryRow:
    """One repository of a list: how many documents it declares and how many are broken."""

    origin: Origin
    descriptors: int
    broken: int

    @property
    def state(self) -> str:
        """How the last look went, in the words of the filter."""
        if self.origin.scan_error:
            return "failed"
        if self.origin.scanned_at is None:
            return "waiting"
        return "broken" if self.broken else "fine"


def describe_repositories(actor: Actor, origins: Sequence[Origin]) -> list[RepositoryRow]:
    """Rows in the order given. Two queries."""
    ids = [origin.pk for origin in origins]
    descriptors, broken = count_descriptors(actor, ids), count_broken_files(actor, ids)
    return [RepositoryRow(origin, descriptors.get(origin.pk, 0), broken.get(origin.pk, 0)) for origin in origins]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of a repository, and what it declares; `named` is None while it declares nothing."""

    descriptor: Descriptor
    named: Named | None

    @property
    def url(self) -> str:
        """The page that shows where it stands; the error, where it has one."""
        return self.error_url if self.descriptor.error else document_url(self.descriptor)

    @property
    def error_url(self) -> str:
        """The page that shows the line of its error, at the commit that has the error."""
        found = self.descriptor
        return place_url(found.origin, found.error_commit or found.commit, found.path, found.error_line or found.line)

    @property
    def origin_url(self) -> str:
        """The page of the repository or registered URL that holds it."""
        return origin_url(self.descriptor.origin)

    @property
    def shown_path(self) -> str:
        """What is read: the Location of a registered URL stands in no file, so the URL itself."""
        return self.descriptor.path or self.descriptor.origin.location


def describe_documents(actor: Actor, descriptors: Sequence[Descriptor]) -> list[DocumentRow]:
    """Rows in the order given. One query."""
    names = get_names(actor, {descriptor.ref for descriptor in descriptors})
    return [DocumentRow(each, names.as_written(each.ref) if each.ref else None) for each in descriptors]


def may_scan(actor: Actor, origin: Origin) -> bool:
    """Whether the actor is an administrator, or in a team that owns something in the repository. Two queries."""
    if may(actor, "create", Subject("scan")):
        return True
    refs = [root.entity_ref for root in list_code_roots(origin.pk)]
    owners = get_owners([*refs, origin.ref]).values()
    return any(may(actor, "create", Subject("scan", team_ref=ownership.owner_ref)) for ownership in owners)

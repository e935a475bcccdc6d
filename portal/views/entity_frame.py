"""What every tab of an entity's page begins with: what it is, where it is declared, which tabs it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from catalog.models import Descriptor, Entity
from portal.body import has_definition
from portal.host import file_at_host
from portal.links import conflict_url
from portal.origins import document_url, origin_url
from portal.selectors.conflicts import ShownChoice
from portal.selectors.entities import EntityRow
from portal.selectors.removed import KeptRow
from scoring.core.owners import OWNED_KINDS

TABS = (
    ("overview", "Overview"),
    ("ownership", "Ownership"),
    ("findings", "Findings"),
    ("definition", "Definition"),
    ("relations", "Relations"),
    ("graph", "Graph"),
    ("history", "History"),
    ("raw", "Raw"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every tab begins with."""

    row: EntityRow
    tab: str
    descriptors: Sequence[Descriptor]
    relations: int
    choice: ShownChoice | None = None
    kept: KeptRow | None = None

    @property
    def entity(self) -> Entity:
        """The entity."""
        return self.row.entity

    @property
    def home(self) -> Descriptor | None:
        """The descriptor in force."""
        return next((each for each in self.descriptors if each.state == Descriptor.State.IN_FORCE), None)

    @property
    def contenders(self) -> list[tuple[Descriptor, str]]:
        """Other documents that declare the same ref and do not count, with the pages of what holds them."""
        found = [each for each in self.descriptors if each.state == Descriptor.State.CONTENDER]
        return [(each, origin_url(each.origin)) for each in found]

    @property
    def conflict_url(self) -> str:
        """The page where people decide which document counts."""
        return conflict_url(self.entity.ref)

    @property
    def is_last_good(self) -> bool:
        """Whether its descriptor has an error that came later: what is shown is what it said before."""
        home = self.home
        return home is not None and home.error_commit not in ("", home.commit)

    @property
    def is_owned_kind(self) -> bool:
        """Whether things of this kind should have an owner."""
        return self.entity.kind.lower() in OWNED_KINDS

    @property
    def has_pager(self) -> bool:
        """Whether somebody may be woken up for it: a service, or a System."""
        kind = self.entity.kind.lower()
        return kind == "system" or (kind == "component" and self.entity.type in settings.SERVICE_TYPES)

    @property
    def home_url(self) -> str:
        """The page that shows where it is declared."""
        home = self.home
        return document_url(home) if home else ""

    @property
    def home_origin_url(self) -> str:
        """The page of the repository or registered URL that holds it."""
        return origin_url(self.home.origin) if self.home else ""

    @property
    def home_at_host(self) -> str:
        """The same at its host, where that is known."""
        home = self.home
        return file_at_host(home.origin, home.commit, home.path, home.line) if home else ""

    @property
    def tabs(self) -> list[tuple[str, str, int | None]]:
        """Id, title and number of each tab."""
        counts = {"findings": self.row.findings, "relations": self.relations}
        left_out = set() if self.is_owned_kind or self.row.owner is not None else {"ownership"}
        left_out |= set() if has_definition(self.entity.body_json) else {"definition"}
        left_out |= set() if self.relations else {"graph"}
        return [(tab, title, counts.get(tab)) for tab, title in TABS if tab not in left_out]

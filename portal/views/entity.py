"""The page of one entity: who owns it and how we know, what is wrong, what it is tied to, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from catalog.core.claims import Basis
from catalog.filters import RelationFilters
from catalog.models import Descriptor, Edge, Entity, Keeping
from catalog.selectors.entities import count_edges_by_type, get_entity, list_descriptors, list_edges
from catalog.selectors.removed import get_keeping
from catalog.selectors.renames import find_present_ref
from catalog.selectors.repositories import list_code_roots_of
from portal.body import Body
from portal.host import file_at_host
from portal.http import PortalRequest
from portal.links import conflict_url, entity_url
from portal.lists import Choices, Column, ListSpec, show_list
from portal.origins import document_url, origin_url
from portal.selectors.conflicts import ShownChoice, get_choice
from portal.selectors.entities import EntityRow, describe_entities
from portal.selectors.entity_links import list_entity_links, list_spec_facts
from portal.selectors.findings import show_findings
from portal.selectors.ledger import get_ledger
from portal.selectors.on_call import HOURS, get_standby
from portal.selectors.owner_decisions import get_owner_decision, leads_any_team
from portal.selectors.relations import RelationRow, describe_edges, say_relation
from portal.selectors.removed import KeptRow, describe_kept
from portal.views.entity_definition import has_definition, show_definition
from portal.views.entity_graph import show_graph
from portal.views.entity_history import show_history
from portal.views.entity_raw import show_raw
from portal.views.removed import show_where_it_was
from scoring.core.owners import OWNED_KINDS
from scoring.selectors.findings import list_findings, list_open_findings
from teams.selectors.teams import get_person, list_teams_of

RELATIONS_SHOWN = 12
#: Kinds whose spec this page shows part by part; of any other it shows all of it.
BUILTIN_KINDS = frozenset({"component", "api", "resource", "system", "domain", "group", "user"})
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
        left_out |= set() if has_definition(self.entity) else {"definition"}
        left_out |= set() if self.relations else {"graph"}
        return [(tab, title, counts.get(tab)) for tab, title in TABS if tab not in left_out]


@require_safe
def entity(request: PortalRequest, kind: str, namespace: str, name: str, tab: str = "overview") -> HttpResponseBase:
    """One tab of the page of an entity; what is not there, or not visible, is not found. An old name leads on."""
    show, ref = _SHOW.get(tab), f"{kind}:{namespace}/{name}"
    found = get_entity(request.actor, ref)
    if show is None:
        raise Http404
    if found is None:
        return _show_what_became(request, ref, tab)
    (row,) = describe_entities(request.actor, [found])
    relations = sum(count_edges_by_type(request.actor, found.ref).values())
    descriptors = list(list_descriptors(request.actor, found.ref))
    return show(request, _add_decisions(request.actor, Frame(row, tab, descriptors, relations)))


def _add_decisions(actor: Actor, frame: Frame) -> Frame:
    """The frame with what people decided about what counts. No query where there is nothing to decide."""
    ref, home = frame.entity.ref, frame.home
    choice = get_choice(actor, ref) if frame.contenders else None
    keeping = get_keeping(actor, ref) if home is not None and home.stage == Keeping.STAGE else None
    return replace(frame, choice=choice, kept=describe_kept(actor, [keeping])[0] if keeping else None)


def _show_what_became(request: PortalRequest, ref: str, tab: str) -> HttpResponse:
    """Where an old name leads, or what was there not long ago. At most three queries."""
    present_ref = "" if "\0" in ref else find_present_ref(request.actor, ref)
    if present_ref:
        return HttpResponsePermanentRedirect(entity_url(present_ref, tab))
    was = show_where_it_was(request, ref)
    if was is None:
        raise Http404
    return was


def _show_overview(request: PortalRequest, frame: Frame) -> HttpResponse:
    actor, entity_ = request.actor, frame.entity
    body = Body.read(entity_.body_json)
    edges = list(list_edges(actor, entity_.ref).order_by("type", "target_ref")[: RELATIONS_SHOWN + 1])
    is_person = entity_.kind.lower() == "user"
    person = get_person(actor, entity_.ref) if is_person else None
    context = {
        "frame": frame,
        "body": body,
        "links": list_entity_links(body, frame.home),
        "facts": [] if entity_.kind.lower() in BUILTIN_KINDS else list_spec_facts(body),
        "relations": describe_edges(actor, edges[:RELATIONS_SHOWN]),
        "has_more_relations": len(edges) > RELATIONS_SHOWN,
        "roots": list(list_code_roots_of(actor, entity_.ref)),
        "person": person,
        "memberships": list(list_teams_of(actor, person)) if person else [],
        "findings": show_findings(actor, list(list_open_findings(actor, subject_ref=entity_.ref)[:3])),
        "hours": HOURS,
    }
    if frame.has_pager:
        context["on_call"], context["timeline"] = get_standby(actor, entity_, timezone.now())
    return render(request, "pages/entity_overview.html", context)


def _show_ownership(request: PortalRequest, frame: Frame) -> HttpResponse:
    actor, ref = request.actor, frame.entity.ref
    ledger = get_ledger(actor, ref)
    is_decided = any(row.claim.basis == Basis.PERSON for row in ledger.current)
    context = {
        "frame": frame,
        "ledger": ledger,
        "decision": get_owner_decision(actor, ref) if is_decided else None,
        "may_decide_owner": frame.is_owned_kind and leads_any_team(actor),
    }
    return render(request, "pages/entity_ownership.html", context)


def _show_findings(request: PortalRequest, frame: Frame) -> HttpResponse:
    found = list(
        list_findings(request.actor).filter(subject_ref=frame.entity.ref).order_by("resolved_at", "-opened_at")
    )
    shown = show_findings(request.actor, found)
    context = {
        "frame": frame,
        "open": [each for each in shown if each.finding.state != "resolved"],
        "resolved": [each for each in shown if each.finding.state == "resolved"],
    }
    return render(request, "pages/entity_findings.html", context)


def _relation_cells(row: RelationRow) -> Sequence[object]:
    edge = row.edge
    return (edge.source_ref, edge.type, edge.target_ref, "yes" if row.target.is_known else "no", row.declared_in)


def _relations(actor: Actor, ref: str) -> ListSpec[Edge, RelationRow]:
    def list_choices(_actor: Actor) -> dict[str, Choices]:
        counted = count_edges_by_type(actor, ref)
        return {"type": [(type_, f"{say_relation(type_)} ({number})") for type_, number in counted.items()]}

    return ListSpec(
        name="relations",
        columns=(
            Column("type", "Relation", "type"),
            Column("target", "To", "target_ref"),
            Column("declared", "Declared in", "declared_by__origin__name"),
        ),
        sort="type",
        filters=RelationFilters,
        describe=describe_edges,
        csv_heads=("source", "type", "target", "in the catalog", "declared in"),
        cells=_relation_cells,
        choices=list_choices,
    )


def _show_relations(request: PortalRequest, frame: Frame) -> HttpResponseBase:
    edges = list_edges(request.actor, frame.entity.ref)
    spec = _relations(request.actor, frame.entity.ref)
    return show_list(request, spec, edges, "pages/entity_relations.html", {"frame": frame})


_SHOW: dict[str, Callable[[PortalRequest, Frame], HttpResponseBase]] = {
    "overview": _show_overview,
    "ownership": _show_ownership,
    "findings": _show_findings,
    "definition": show_definition,
    "relations": _show_relations,
    "graph": show_graph,
    "history": show_history,
    "raw": show_raw,
}

"""Lists of entities: Services, and the whole catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from catalog.filters import NOBODY, EntityFilters
from catalog.models import Entity, Ownership
from catalog.selectors.entities import count_by_field, list_entities, list_services
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.entities import EntityRow, describe_entities
from scoring.core.scorecards import OWNERSHIP
from scoring.models import Finding, Score
from scoring.selectors.findings import list_findings
from teams.selectors.teams import list_team_names

_SCORE = Score.objects.filter(subject_ref=OuterRef("ref"), scorecard=OWNERSHIP.id)


def _order_owners(actor: Actor) -> Mapping[str, Subquery]:
    owned = Ownership.objects.filter(subject_ref=OuterRef("ref"), until__isnull=True).exclude(owner_ref="")
    if not actor.is_administrator:
        hidden = Entity.objects.exclude(pk__in=Entity.objects.visible_to(actor).values("pk"))
        owned = owned.exclude(Exists(hidden.filter(ref=OuterRef("owner_ref"))))
    return {"sort_owner": Subquery(owned.values("owner_ref")[:1])}


def _order_findings(actor: Actor) -> Mapping[str, Coalesce]:
    found = list_findings(actor).filter(subject_ref=OuterRef("ref")).order_by().values("subject_ref")
    # The state is no condition: SQLite would search by it, through all open findings for each row.
    count = found.annotate(number=Count("pk", filter=Q(state=Finding.State.OPEN))).values("number")
    return {"sort_findings": Coalesce(Subquery(count[:1], output_field=IntegerField()), 0)}


def _order_scores(_actor: Actor) -> Mapping[str, Subquery]:
    return {"sort_score": Subquery(_SCORE.values("value")[:1])}


def _name_choices(actor: Actor, field: str) -> Choices:
    return [(value, f"{value} ({number})") for value, number in count_by_field(actor, field)]


def _owner_choices(actor: Actor) -> Choices:
    return [(NOBODY, "Nobody"), *list_team_names(actor)]


def _service_choices(actor: Actor) -> Mapping[str, Choices]:
    services = list_services(actor).order_by()
    types = services.values_list("type", flat=True).distinct().order_by("type")
    lifecycles = services.exclude(lifecycle="").values_list("lifecycle", flat=True).distinct().order_by("lifecycle")
    return {
        "owner": _owner_choices(actor),
        "type": [(value, value) for value in types],
        "lifecycle": [(value, value) for value in lifecycles],
    }


def _catalog_choices(actor: Actor) -> Mapping[str, Choices]:
    return {
        "kind": _name_choices(actor, "kind"),
        "type": _name_choices(actor, "type"),
        "owner": _owner_choices(actor),
        "in_error": [("true", "In error"), ("false", "Without an error")],
    }


def _cells(row: EntityRow) -> Sequence[object]:
    entity, owner, score = row.entity, row.owner, row.score
    return (
        entity.ref,
        entity.shown_name,
        entity.kind,
        entity.type,
        entity.lifecycle,
        owner.text if owner else "",
        owner.confidence if owner else "",
        score.value if score else "",
        score.completeness if score else "",
        row.findings,
        entity.description,
    )


_CSV_HEADS = (
    "ref", "name", "kind", "type", "lifecycle", "owner", "confidence", "score", "completeness", "findings",
    "description",
)  # fmt: skip
_NAME = Column("name", "Name", "name")
_TYPE = Column("type", "Type", "type")
_LIFECYCLE = Column("lifecycle", "Lifecycle", "lifecycle")
_OWNED_BY = Column("owner", "Owner", "sort_owner", _order_owners)
_SCORED = Column("score", "Score", "sort_score", _order_scores, is_number=True)
_OPEN = Column(
    "findings",
    "Findings",
    "sort_findings",
    _order_findings,
    is_number=True,
    starts_descending=True,
)

SERVICES: ListSpec[Entity, EntityRow] = ListSpec(
    name="services",
    columns=(_NAME, _TYPE, _LIFECYCLE, _OWNED_BY, _SCORED, _OPEN),
    sort="name",
    filters=EntityFilters,
    describe=describe_entities,
    csv_heads=_CSV_HEADS,
    cells=_cells,
    choices=_service_choices,
)
CATALOG: ListSpec[Entity, EntityRow] = ListSpec(
    name="catalog",
    columns=(_NAME, Column("kind", "Kind", "kind"), _TYPE, _OWNED_BY, _OPEN),
    sort="name",
    filters=EntityFilters,
    describe=describe_entities,
    csv_heads=_CSV_HEADS,
    cells=_cells,
    choices=_catalog_choices,
)


@require_safe
def services(request: PortalRequest) -> HttpResponseBase:
    """The Services."""
    return show_list(request, SERVICES, list_services(request.actor), "pages/services.html")


@require_safe
def catalog(request: PortalRequest) -> HttpResponseBase:
    """Every entity of every kind."""
    return show_list(request, CATALOG, list_entities(request.actor), "pages/catalog.html")

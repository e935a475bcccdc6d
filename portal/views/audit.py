"""The audit trail, for administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.core.access import Actor, Subject
from portal.audit_filters import AuditFilters
from portal.http import PortalRequest, require
from portal.lists import Choices, Column, ListSpec, show_list
from portal.models import AuditEvent
from portal.selectors.audit import AuditRow, describe_events, list_actions, list_events


def _cells(row: AuditRow) -> Sequence[object]:
    event = row.event
    detail = "; ".join(f"{key}: {value}" for key, value in row.details)
    return (event.at, row.who, event.actor_ref, event.action, event.subject, row.subject, detail)


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {"action": [(action, action.replace("-", " ")) for action in list_actions()]}


AUDIT: ListSpec[AuditEvent, AuditRow] = ListSpec(
    name="audit",
    columns=(
        Column("at", "When", "at", starts_descending=True),
        Column("who", "Who", "actor_ref"),
        Column("action", "What", "action"),
        Column("subject", "To what", "subject"),
        Column("detail", "More"),
    ),
    sort="-at",
    filters=AuditFilters,
    describe=describe_events,
    csv_heads=("at", "who", "actor", "action", "subject", "subject name", "detail"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def audit(request: PortalRequest) -> HttpResponseBase:
    """Who did what to what, when; as CSV for `?format=csv`."""
    require(request.actor, "view", Subject("audit"))
    return show_list(request, AUDIT, list_events(), "pages/audit.html")

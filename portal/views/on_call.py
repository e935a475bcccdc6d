"""Everybody's schedules on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.on_call import HOURS, ScheduleCard, draw_schedules
from teams.filters import ScheduleFilters
from teams.models import Schedule
from teams.selectors.schedules import list_schedules, mark_counting
from teams.selectors.teams import list_team_names


def _order_teams(_actor: Actor) -> Mapping[str, Concat]:
    return {"sort_team": Concat("owner_ref", Value(" "), "ref")}


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    return {"owner": list_team_names(actor)}


def _cells(card: ScheduleCard) -> Sequence[object]:
    row, now = card.schedule, card.now
    return (
        row.ref,
        row.shown_name,
        card.team.name if card.team else "",
        row.zone,
        now.names if now else "",
        " | ".join(person.email for person in now.people if person.email) if now else "",
        now.end_at if now else "",
        len(card.gaps) if now and not card.left_out else "",
        card.problem,
    )


ON_CALL: ListSpec[Schedule, ScheduleCard] = ListSpec(
    name="on-call",
    columns=(Column("team", "Team", "sort_team", _order_teams), Column("schedule", "Schedule", "ref")),
    sort="team",
    filters=ScheduleFilters,
    describe=lambda actor, rows: draw_schedules(actor, rows, timezone.now()),
    csv_heads=("ref", "name", "team", "time zone", "on call now", "e-mail", "until", "gaps in 14 days", "problem"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def on_call(request: PortalRequest) -> HttpResponseBase:
    """Who is on call now and in the next 14 days, by every schedule the reader may see."""
    actor = request.actor
    rows = mark_counting(list_schedules(actor).select_related("origin"))
    context = {"hours": HOURS, "may_add": actor.is_administrator or bool(actor.lead_of_refs)}
    return show_list(request, ON_CALL, rows, "pages/on_call.html", context)

"""People: the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.people import PersonRow, describe_people
from teams.filters import PersonFilters
from teams.models import Person
from teams.selectors.person_merges import list_proposed_merges
from teams.selectors.teams import list_people, list_teams


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    teams = list_teams(actor).filter(dissolved_at=None).order_by("name")
    return {
        "team": [(team.ref, team.shown_name) for team in teams.only("ref", "name", "title")],
        "left": [("false", "still here"), ("true", "left")],
        "in_team": [("true", "yes"), ("false", "no")],
        "several": [("true", "yes"), ("false", "no")],
    }


def _cells(row: PersonRow) -> Sequence[object]:
    person = row.person
    teams = [f"{each.team.ref}{' (lead)' if each.is_lead else ''}" for each in row.memberships]
    return (
        person.ref, str(person), person.email, " | ".join(teams), " | ".join(row.emails), " | ".join(row.logins),
        person.first_seen_at, person.left_at,
    )  # fmt: skip


PEOPLE: ListSpec[Person, PersonRow] = ListSpec(
    name="people",
    columns=(
        Column("name", "Person", "name"),
        Column("teams", "Teams"),
        Column("email", "E-mail", "email"),
        Column("known", "Known by"),
        Column("left", "Left", "left_at", starts_descending=True),
    ),
    sort="name",
    filters=PersonFilters,
    describe=describe_people,
    csv_heads=("ref", "name", "e-mail", "teams", "addresses", "logins", "first seen", "left"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def people(request: PortalRequest) -> HttpResponseBase:
    """Everybody the catalog knows, those who left included."""
    proposals = list_proposed_merges(request.actor).count()
    return show_list(request, PEOPLE, list_people(request.actor), "pages/people.html", {"proposals": proposals})

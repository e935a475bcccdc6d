"""Who is and was in a team, and deciding it: a decision with a name and a reason, beside what files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from catalog.core.access import Actor
from portal.actions.memberships import decide_membership, undo_membership
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.membership_forms import MembershipForm
from portal.selectors.memberships import (
    MemberRow,
    describe_memberships,
    list_current_decisions,
    may_decide_membership,
    show_membership_decisions,
)
from teams.filters import MembershipFilters
from teams.models import Membership, Team
from teams.selectors.memberships import list_membership_decisions, list_memberships_of
from teams.selectors.teams import get_person, get_team, list_people

PEOPLE_OFFERED = 2000
ENDED_SHOWN = 20


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {"state": MembershipFilters.STATES}


def _cells(row: MemberRow) -> Sequence[object]:
    each, shown = row.membership, row.shown
    return (
        row.person.ref, str(row.person), each.is_lead, each.since, each.until or row.person.left_at,
        row.declared.value, shown.decision.says if shown else "", shown.decided_by if shown else "",
    )  # fmt: skip


MEMBERS: ListSpec[Membership, MemberRow] = ListSpec(
    name="members",
    columns=(
        Column("name", "Person", "person__name"),
        Column("role", "Role", "is_lead", starts_descending=True),
        Column("since", "Since", "since", starts_descending=True),
        Column("until", "Until", "until", starts_descending=True),
        Column("basis", "How we know"),
    ),
    sort="name",
    filters=MembershipFilters,
    describe=describe_memberships,
    csv_heads=("ref", "name", "lead", "since", "until", "files say", "a person decided", "who decided"),
    cells=_cells,
    choices=_list_choices,
)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: PortalRequest, namespace: str, name: str) -> HttpResponseBase:
    """Everybody who is in it, everybody who was when asked for, and what was decided."""
    team = _find_team(request, namespace, name)
    may_decide = may_decide_membership(request.actor, team)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = MembershipForm(request.POST if request.method == "POST" else None, initial=_read_initial(request))
    if request.method == "POST" and form.is_valid() and _decide(request, team, form):
        return redirect("team-members", namespace, name)
    found = list_memberships_of(request.actor, team).select_related("team")
    if not request.GET.get("state"):
        found = found.filter(until__isnull=True, person__left_at__isnull=True)
    ended = list_membership_decisions(request.actor, team).filter(ended_at__isnull=False)[:ENDED_SHOWN]
    context: dict[str, Any] = {
        "team": team,
        "decisions": list_current_decisions(request.actor, team),
        "ended": show_membership_decisions(team, list(ended)),
        "form": form if may_decide and team.dissolved_at is None else None,
        "people": _list_people(request) if may_decide else [],
        "may_decide": may_decide,
        "namespace": namespace,
        "name": name,
    }
    return show_list(request, MEMBERS, found, "pages/team_members.html", context)


@require_POST
def withdraw(request: PortalRequest, namespace: str, name: str, pk: int) -> HttpResponse:
    """Let files alone count again for one person."""
    team = _find_team(request, namespace, name)
    if not list_membership_decisions(request.actor, team).filter(pk=pk).exists():
        raise Http404
    if not may_decide_membership(request.actor, team):
        raise PermissionDenied
    if decide_on_page(request, lambda: undo_membership(request.actor, pk, request.POST.get("reason", ""))):
        messages.success(request, "The decision is withdrawn. What files say counts alone.")
    return redirect("team-members", namespace, name)


def _decide(request: PortalRequest, team: Team, form: MembershipForm) -> bool:
    person = get_person(request.actor, form.cleaned_data["person"])
    if person is None:
        form.add_error("person", "Nobody in the catalog has this ref.")
        return False
    decided, reason = form.make(), form.cleaned_data["reason"]
    if decide_in_form(form, lambda: decide_membership(request.actor, team, person, decided, reason)) is None:
        return False
    messages.success(request, "It holds, with your name.")
    return True


def _find_team(request: PortalRequest, namespace: str, name: str) -> Team:
    team = get_team(request.actor, f"group:{namespace}/{name}")
    if team is None:
        raise Http404
    return team


def _read_initial(request: PortalRequest) -> dict[str, str]:
    return {field: request.GET.get(field, "")[:500] for field in ("person", "says") if field in request.GET}


def _list_people(request: PortalRequest) -> list[tuple[str, str]]:
    people = list_people(request.actor).filter(left_at__isnull=True).order_by("name")[:PEOPLE_OFFERED]
    return [(person.ref, str(person)) for person in people]

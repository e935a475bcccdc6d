"""Who is and was in a team, what files say about that, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from django.db.models import QuerySet

from catalog.core.access import Actor
from catalog.models import Edge, Entity
from teams.core.identity import describe_team
from teams.core.membership import Standing, declare
from teams.models import Membership, MembershipDecision, Team
from teams.selectors.teams import list_people


def list_memberships_of(actor: Actor, team: Team) -> QuerySet[Membership]:
    """Everybody who is or was in a team, among those the actor may see."""
    people = list_people(actor).order_by().values("pk")
    return Membership.objects.filter(team=team, person__in=people).select_related("person")


def list_membership_decisions(actor: Actor, team: Team) -> QuerySet[MembershipDecision]:
    """What people decided about a team, those that hold first and then the newest; also what holds no more."""
    people = list_people(actor).order_by().values("pk")
    found = MembershipDecision.objects.filter(team=team, person__in=people).select_related("person")
    return found.order_by("-decided_at", "-pk")


def get_declared(team: Team, person_refs: Iterable[str]) -> dict[str, Standing]:
    """How people stand to a team by the files of the catalog. Two queries, none for nobody."""
    wanted = set(person_refs)
    if not wanted:
        return {}
    edges = Edge.objects.filter(type="hasMember", source_ref=team.ref, target_ref__in=wanted)
    members = set(edges.values_list("target_ref", flat=True))
    body = Entity.objects.filter(ref=team.ref).values_list("body_json", flat=True).first()
    leads = describe_team(orjson.loads(body)).lead_refs if body else frozenset()
    return {ref: declare(ref in members, ref in leads) for ref in wanted}

"""Memberships as one actor may see them: neither a hidden person nor a hidden team shows through the other."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, QuerySet

from catalog.core.access import Actor, Subject, may
from teams.models import Membership
from teams.selectors.teams import list_people, list_teams


def list_memberships(actor: Actor) -> QuerySet[Membership]:
    """Who is or was in which team, where both are visible."""
    if actor.is_administrator and may(actor, "view", Subject("catalog")):
        return Membership.objects.all()  # everybody in every team: not to be gone through to find that out
    teams, people = list_teams(actor).order_by().values("pk"), list_people(actor).order_by().values("pk")
    return Membership.objects.filter(team__in=teams, person__in=people)


def list_present_members(actor: Actor) -> QuerySet[Membership]:
    """Who is in which team now and has not left, where both are visible."""
    return list_memberships(actor).filter(until__isnull=True, person__left_at__isnull=True)


def count_visible_members(actor: Actor, team_ids: Collection[int]) -> dict[int, int]:
    """People who are in each team now and whom the actor may see; teams without any are left out."""
    present = list_present_members(actor).filter(team_id__in=team_ids)
    return dict(present.order_by().values_list("team_id").annotate(number=Count("pk")))

"""Reads of teams, people and what teams own."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from catalog.core.access import Actor
from catalog.models import Entity, Ownership
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.entities import is_service, list_entities
from teams.models import Membership, Person, Team


def list_teams(actor: Actor) -> VisibleQuerySet[Team]:
    """The teams this actor may see, dissolved ones included."""
    return Team.objects.visible_to(actor).order_by("name")


def list_team_names(actor: Actor) -> list[tuple[str, str]]:
    """Ref and shown name of each team that exists now, by name; one query and no models, for lists to choose from."""
    rows = list_teams(actor).filter(dissolved_at__isnull=True).values_list("ref", "title", "name")
    return [(ref, title or name) for ref, title, name in rows]


def get_team(actor: Actor, ref: str) -> Team | None:
    """The team with this ref, also a dissolved one; None if it is not visible."""
    return Team.objects.visible_to(actor).filter(ref=ref.lower()).select_related("source").first()


def list_people(actor: Actor) -> VisibleQuerySet[Person]:
    """The people this actor may see, those who left included."""
    return Person.objects.visible_to(actor)


def get_person(actor: Actor, ref: str) -> Person | None:
    """The person with this ref, or with a record of this ref that is merged into theirs; None if not visible."""
    return list_people(actor).filter(Q(ref=ref.lower()) | Q(merged__ref=ref.lower())).first()


def list_members(actor: Actor, team: Team) -> QuerySet[Membership]:
    """Who is in a team now and has not left, leads first."""
    current = Membership.objects.filter(team=team, until__isnull=True, person__left_at__isnull=True)
    visible = current.filter(person__in=list_people(actor))
    return visible.select_related("person").order_by("-is_lead", "person__shown_name", "person__name")


def list_teams_of(actor: Actor, person: Person) -> QuerySet[Membership]:
    """The teams a person is in now."""
    current = Membership.objects.filter(person=person, until__isnull=True, team__dissolved_at__isnull=True)
    return current.filter(team__in=list_teams(actor)).select_related("team").order_by("team__name")


def list_child_teams(actor: Actor, team: Team) -> VisibleQuerySet[Team]:
    """The teams directly below one that still exist."""
    return list_teams(actor).filter(parent_ref=team.ref, dissolved_at__isnull=True)


def list_owned(actor: Actor, team_ref: str) -> VisibleQuerySet[Entity]:
    """The entities a team is accountable for now."""
    owned = Ownership.objects.filter(owner_ref=team_ref.lower(), until__isnull=True)
    return list_entities(actor).filter(ref__in=owned.values("subject_ref"))  # asked of what it owns, not of each entity


def count_owned_services(actor: Actor, team_refs: Collection[str]) -> dict[str, int]:
    """Services each team is accountable for; teams without any are left out."""
    is_one = Exists(list_entities(actor).filter(is_service(), ref=OuterRef("subject_ref")))  # asked of what they own
    owned = Ownership.objects.filter(is_one, owner_ref__in=team_refs, until__isnull=True)
    return dict(owned.order_by().values_list("owner_ref").annotate(number=Count("pk")))

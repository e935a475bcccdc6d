"""Records that are one person, or look like it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from catalog.core.access import Actor
from catalog.models import PersonMerge
from teams.models import Membership, Person


def list_merges(actor: Actor) -> QuerySet[PersonMerge]:
    """Pairs of records that this actor may both see, in every state, also what holds no more."""
    visible = Person.records.visible_to(actor).order_by().values("ref")
    return PersonMerge.objects.filter(first_ref__in=visible, second_ref__in=visible)


def list_proposed_merges(actor: Actor) -> QuerySet[PersonMerge]:
    """What looks like one person and waits for somebody to say so, the latest first."""
    proposed = list_merges(actor).filter(state=PersonMerge.State.PROPOSED, ended_at=None)
    return proposed.order_by("-seen_at", "first_ref", "second_ref")


def list_record_refs(person: Person) -> list[str]:
    """The refs of all records of a person, the kept one first. One query."""
    return [person.ref, *Person.records.filter(merged_into=person).order_by("ref").values_list("ref", flat=True)]


def list_merges_of(actor: Actor, refs: Collection[str]) -> QuerySet[PersonMerge]:
    """What is proposed and what holds of the records of a person."""
    concerns = Q(first_ref__in=refs) | Q(second_ref__in=refs)
    found = list_merges(actor).filter(concerns, ended_at=None).exclude(state=PersonMerge.State.DECLINED)
    return found.order_by("state", "first_ref", "second_ref")


def get_merge(actor: Actor, merge_id: int) -> PersonMerge | None:
    """One of them; None if there is none that this actor may see."""
    return list_merges(actor).filter(pk=merge_id).first()


def list_teams_by_record(refs: Collection[str]) -> dict[str, set[str]]:
    """By ref of a record, the refs of the teams it is in now by itself. One query."""
    found: dict[str, set[str]] = {}
    own = Q(record__ref__in=refs) | Q(record=None, person__ref__in=refs)
    rows = Membership.records.filter(own, until=None, team__dissolved_at=None)
    for team, person, record in rows.values_list("team__ref", "person__ref", "record__ref"):
        found.setdefault(record or person, set()).add(team)
    return found

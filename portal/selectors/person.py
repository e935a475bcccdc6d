"""One person: who they are, how to reach them, their teams now and before, and what names somebody who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.core.access import Actor
from catalog.models import AddedAlias, Entity, PersonMerge
from catalog.selectors.entities import get_entity
from portal.body import Body
from portal.selectors.actors import get_actor_names
from portal.selectors.entity_links import ShownLink, list_entity_links
from portal.selectors.leavers import Mention, list_mentions
from portal.selectors.merges import MergeRow, describe_merges
from portal.selectors.people import is_pseudonym, may_say_addresses
from teams.models import Membership, Person
from teams.selectors.identities import Identity, list_identities
from teams.selectors.person_merges import list_merges_of, list_record_refs
from teams.selectors.person_on_call import PersonOnCallPlan, PersonShift, plan_person
from teams.selectors.teams import count_owned_services
from teams.selectors.visible import list_memberships

LOOK_AHEAD = timedelta(weeks=8)
SHIFTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TeamOfPerson:
    """A team they are in, with the number of services it owns."""

    membership: Membership
    services: int


@dataclass(frozen=True, slots=True)
class ShownIdentity:
    """An address or a login, and who said so where no file does."""

    identity: Identity
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the page of a person says. `entity` is None for whoever no source names any more."""

    person: Person
    entity: Entity | None
    teams: Sequence[TeamOfPerson]
    former: Sequence[Membership]
    identities: Sequence[ShownIdentity]
    links: Sequence[ShownLink]
    plan: PersonOnCallPlan
    now: datetime
    mentions: Sequence[Mention]
    may_say_addresses: bool
    merges: Sequence[MergeRow]
    is_me: bool
    is_erased: bool

    @property
    def suggestions(self) -> list[MergeRow]:
        """Records that may be the same person."""
        return [row for row in self.merges if row.merge.state == PersonMerge.State.PROPOSED]

    @property
    def records(self) -> list[MergeRow]:
        """Records that are the same person, as somebody said."""
        return [row for row in self.merges if row.merge.state == PersonMerge.State.CONFIRMED]

    @property
    def on_call(self) -> list[PersonShift]:
        """The shifts they are in at this moment."""
        return [shift for shift in self.plan.shifts if shift.start <= self.now < shift.end]

    @property
    def next_shifts(self) -> list[PersonShift]:
        """The shifts that begin next."""
        return [shift for shift in self.plan.shifts if shift.start > self.now][:SHIFTS_SHOWN]

    @property
    def is_reachable(self) -> bool:
        """Whether any address of theirs, or link, is known."""
        return bool(self.person.email or self.links or any(each.identity.until is None for each in self.identities))


def get_person_page(actor: Actor, person: Person, now: datetime) -> PersonPage:
    """A visible person with all that is known of them. Twelve queries, more where records are merged or left."""
    rows = list(list_memberships(actor).filter(person=person).select_related("team").order_by("team__name", "-since"))
    current = [row for row in rows if row.until is None and row.team.dissolved_at is None]
    services = count_owned_services(actor, [row.team.ref for row in current]) if current else {}
    is_erased = is_pseudonym(person.ref)
    entity, records = get_entity(actor, person.ref), list_record_refs(person)
    identities = list_identities([person]).get(person.ref, ())
    names = get_actor_names(each.decision.decided_by_ref for each in identities if each.decision)
    plan = plan_person(actor, person, now, now + LOOK_AHEAD)
    return PersonPage(
        person=person,
        entity=entity,
        teams=[TeamOfPerson(row, services.get(row.team.ref, 0)) for row in current],
        former=sorted((row for row in rows if row not in current), key=_ended_at, reverse=True),
        identities=[
            ShownIdentity(each, names[each.decision.decided_by_ref] if each.decision else "") for each in identities
        ],
        links=list_entity_links(Body.read(entity.body_json), None) if entity else (),
        plan=plan,
        now=now,
        mentions=list_mentions(actor, person, identities, plan) if person.left_at else (),
        merges=describe_merges(actor, list(list_merges_of(actor, records))),
        is_me=actor.person_ref in records,
        is_erased=is_erased,
        may_say_addresses=person.left_at is None
        and not is_erased
        and may_say_addresses(actor, records, [r.team.ref for r in current]),
    )


def get_added_alias(person: Person, pk: int) -> AddedAlias | None:
    """What somebody said is an address of theirs, if it still holds."""
    return AddedAlias.objects.filter(pk=pk, entity_ref__in=list_record_refs(person), ended_at=None).first()


def _ended_at(membership: Membership) -> datetime:
    return membership.until or membership.team.dissolved_at or membership.since

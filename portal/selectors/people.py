"""People as the list shows them, and who may say what of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog.core.access import Actor, Subject, may, may_for_any
from catalog.core.erasure import PREFIX
from catalog.core.refs import parse_ref
from catalog.models import Erasure
from teams.models import Membership, Person
from teams.selectors.identities import Identity, list_identities
from teams.selectors.visible import list_memberships


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list, with the teams they are in now and what they are known by now."""

    person: Person
    memberships: Sequence[Membership]
    identities: Sequence[Identity]

    @property
    def emails(self) -> list[str]:
        """Their addresses, the one of the profile first."""
        known = [each.value for each in self.identities if each.is_email]
        return list(dict.fromkeys([*([self.person.email] if self.person.email else []), *known]))

    @property
    def logins(self) -> list[str]:
        """Their logins at Git hosts."""
        return [each.value for each in self.identities if not each.is_email]


def describe_people(actor: Actor, people: Sequence[Person]) -> list[PersonRow]:
    """Rows in the order given. Three queries, none for nobody."""
    if not people:
        return []
    now = list_memberships(actor).filter(person__in=[person.pk for person in people], until=None)
    teams: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in now.filter(team__dissolved_at=None).select_related("team").order_by("team__name"):
        teams[membership.person_id].append(membership)
    known = list_identities(people)
    return [
        PersonRow(person, teams[person.pk], [each for each in known.get(person.ref, ()) if each.until is None])
        for person in people
    ]


def may_say_addresses(actor: Actor, record_refs: Collection[str], team_refs: Collection[str]) -> bool:
    """Whether the actor may add addresses to a person of these records and teams: themself, leads, administrators."""
    is_own = actor.person_ref in record_refs and may(actor, "decide", Subject("own-person"))
    return is_own or may_for_any(actor, "decide", "person", team_refs)


def is_pseudonym(ref: str) -> bool:
    """Whether an erased person is called so now. A query for what looks like it, none for anybody else."""
    return parse_ref(ref).name.startswith(PREFIX) and Erasure.objects.filter(ref=ref).exists()


def may_forget(actor: Actor, ref: str) -> bool:
    """Whether the actor may erase this person: administrators, who was not erased before."""
    return may(actor, "delete", Subject("person")) and not is_pseudonym(ref)

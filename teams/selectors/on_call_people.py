"""The people that schedules name, as the catalog and one actor know them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.models.bulk import among
from catalog.selectors.aliases import find_present_names
from teams.models import Person
from teams.selectors.teams import list_people

_USER = "user:"  # what was imported may name people by anything else


@dataclass(frozen=True, slots=True)
class PersonOnCall:
    """Somebody a schedule names. `is_known`: the catalog has them, and the actor may see them."""

    ref: str
    name: str
    email: str = ""
    is_known: bool = False


def find_people(actor: Actor, refs: Collection[str]) -> dict[str, PersonOnCall]:
    """The people that schedules name, by ref, by a former one or by an address; who is not found is named as written.

    At most two queries.
    """
    if not refs:
        return {}
    texts = {ref: ref.partition("/")[2] if ref.startswith(_USER) else ref for ref in refs}
    addresses = {text.lower() for text in texts.values() if "@" in text}
    other = find_present_names(refs, addresses)
    wanted = {*refs, *other.values()}
    rows = list_people(actor).order_by()
    people = list(rows.filter(ref__in=among(wanted)))
    if addresses:
        people += list(rows.filter(email__in=among(addresses)))
    by_ref = {person.ref: person for person in people}
    by_email = {person.email.lower(): person for person in people if person.email}
    found = {}
    for ref, text in texts.items():
        person = (
            by_ref.get(ref)
            or by_ref.get(other.get(ref, ""))
            or by_ref.get(other.get(text.lower(), ""))
            or by_email.get(text.lower())
        )
        found[ref] = _name(person) if person else PersonOnCall(ref, text)
    return found


def _name(person: Person) -> PersonOnCall:
    return PersonOnCall(person.ref, str(person), person.email, is_known=True)

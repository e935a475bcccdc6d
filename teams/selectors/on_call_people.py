"""The people that schedules name, as the catalog and one actor know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import orjson
from django.db.models import Q

from catalog.core.access import Actor
from catalog.models.bulk import among
from catalog.models.visibility import seen_by
from catalog.selectors.aliases import find_present_names
from teams.models import Person

WITHHELD = "somebody you may not see"
_USER = "user:"  # what was imported may name people by anything else


@dataclass(frozen=True, slots=True)
class PersonOnCall:
    """Somebody a schedule names. `is_known`: the catalog has them, and the actor may see them.

    Whom the actor may not see has no ref, unless the schedule itself has the text by which they were found.
    """

    ref: str
    name: str
    email: str = ""
    is_known: bool = False


def find_people(actor: Actor, refs: Collection[str], written: Iterable[object] = ()) -> dict[str, PersonOnCall]:
    """The people that schedules name, by ref, by a former one or by an address; who is not found is named as written.

    A ref of somebody whom the actor may not see is withheld, for it may be what the catalog made of another text; but
    not where one of the documents that the actor reads has it so: these are `written`. At most two queries.
    """
    if not refs:
        return {}
    texts = {ref: ref.partition("/")[2] if ref.startswith(_USER) else ref for ref in refs}
    addresses = {text.lower() for text in texts.values() if "@" in text}
    other = find_present_names(refs, addresses)
    wanted = {*refs, *other.values()}
    rows = Person.objects.annotate(is_seen=seen_by(actor, Person)).order_by()
    people = list(rows.filter(Q(ref__in=among(wanted)) | Q(email__in=among(addresses))))
    hidden = {person.ref for person in people if not person.is_seen}
    people = [person for person in people if person.is_seen]
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
        if person is not None:
            found[ref] = _name(person)
        else:
            found[ref] = PersonOnCall(ref, text)
    withheld = [ref for ref in hidden & found.keys() if not found[ref].is_known]
    if withheld:
        said = b"".join(orjson.dumps(each).lower() for each in written)
        for ref in withheld:
            if not any(f'"{text}"'.encode() in said for text in (ref, texts[ref])):
                found[ref] = PersonOnCall("", WITHHELD)
    return found


def _name(person: Person) -> PersonOnCall:
    return PersonOnCall(person.ref, str(person), person.email, is_known=True)

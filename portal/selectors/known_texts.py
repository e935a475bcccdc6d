"""What a person is known by, everywhere: names, handles, addresses, refs. What must not be found after erasing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import orjson
from django.db.models import Q

from catalog.core.addresses import EMAIL, PERSONAL_SCHEMES, is_role_address
from catalog.core.alias_rules import list_aliases
from catalog.core.erasure import Reach, fold, is_distinctive
from catalog.core.handles import FORMER_REF
from catalog.core.refs import parse_ref
from catalog.models import AddedAlias, Alias, Entity, Origin, Source
from portal.models import Account
from scoring.core.authors import find_person
from scoring.models import AuthorActivity, TicketActivity
from scoring.selectors.organisation import load_organisation
from teams.core.identity import describe_person
from teams.models import Person, Team

SHARED = "others are known by it too"
ROLE_ADDRESS = "many may share such an address"


@dataclass(slots=True)
class KnownTexts:
    """Texts as written, of each kind without repetitions; `spared` are those left alone, with the reason."""

    refs: dict[str, None] = field(default_factory=dict)
    handles: dict[str, None] = field(default_factory=dict)
    emails: dict[str, None] = field(default_factory=dict)
    phrases: dict[str, None] = field(default_factory=dict)
    spared: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Add a text of whatever kind it looks like."""
        text = " ".join(text.replace("\0", "").split())
        if not text:
            return
        if "@" in text.lstrip("@"):
            self.emails[text.lower()] = None
        elif text.lower().startswith("user:"):
            self.refs[str(parse_ref(text.lower()))] = None
        elif " " in text:
            self.phrases[text] = None
        else:
            self.handles[text.lstrip("@").lower()] = None

    def list_all(self) -> list[str]:
        """Everything, refs first."""
        return [*self.refs, *self.emails, *self.phrases, *self.handles]


def list_known_texts(ref: str, also: Iterable[str] = (), records: Collection[str] = ()) -> KnownTexts:
    """What the record with this ref is known by, and what the asker says they are known by too.

    What others are known by as well is spared; `records` are all of the same person. About a dozen queries.
    """
    same = {ref, *records}
    known = KnownTexts()
    known.add(ref)
    known.handles[parse_ref(ref).name.lower()] = None
    _add_from_catalog(known, ref, same)
    _add_from_accounts(known, ref)
    given = list(also)
    for text in given:
        known.add(text)
    _add_authors(known, ref)
    for email in list(known.emails):
        local = email.partition("@")[0]
        if is_distinctive(local):
            known.handles[local] = None
    _spare_shared(known, same, {fold(text) for text in given})
    return known


def say_texts(given: Iterable[str]) -> KnownTexts:
    """What the asker says, and nothing of what the catalog knows."""
    known = KnownTexts()
    for text in given:
        known.add(text)
    return known


def get_reach(handle: str, records: Collection[str]) -> Reach:
    """Where a handle is taken for the person of these records: nowhere but by its form where something else has it."""
    others = Entity.objects.filter(name__iexact=handle).exclude(ref__in=records)
    places = (Origin.objects.filter(name__iexact=handle), Source.objects.filter(name__iexact=handle))
    if others.exists() or any(rows.exists() for rows in places):
        return Reach.LOGIN
    return Reach.WORD if is_distinctive(handle) else Reach.SCALAR


def _add_from_catalog(known: KnownTexts, ref: str, same: Collection[str]) -> None:
    person = Person.records.filter(ref=ref).first()
    for text in (person.shown_name, person.email) if person else ():
        known.add(text)
    body = Entity.objects.filter(ref=ref).values_list("body_json", flat=True).first()
    data = orjson.loads(body) if body else {}
    identity = describe_person(data)
    for text in (identity.shown_name, identity.email):
        known.add(text)
    own = Q(entity_ref=ref, record_ref="") | Q(record_ref=ref)
    aliases = set(Alias.objects.filter(own).values_list("scheme", "value")) | list_aliases(data)
    aliases |= set(AddedAlias.objects.filter(entity_ref=ref).values_list("scheme", "value"))
    for scheme, value in sorted(aliases):
        if scheme != FORMER_REF:
            known.add(value)
        elif value not in same:
            _add_former_ref(known, value)


def _add_former_ref(known: KnownTexts, ref: str) -> None:
    """A ref they had; not that of somebody who is there by it, and was taken for them once."""
    if Person.records.filter(ref=ref).exists():
        known.spared[ref] = SHARED
        return
    known.add(ref)
    known.handles[parse_ref(ref).name.lower()] = None


def _add_from_accounts(known: KnownTexts, ref: str) -> None:
    for account in list_accounts_of(ref, known.emails):
        for text in (account.username, account.email, account.get_full_name()):
            known.add(text)


def list_accounts_of(ref: str, emails: Iterable[str]) -> list[Account]:
    """The accounts linked to a person, and those that nobody is linked to with an address of theirs."""
    by_address = Q(person_ref="", email__in=[*emails])
    return list(Account.objects.filter(Q(person_ref=ref) | by_address).order_by("pk"))


def _add_authors(known: KnownTexts, ref: str) -> None:
    """The addresses of commits that are theirs, and the names that stand beside them."""
    directory = load_organisation().make_directory_ever()
    rows = set(AuthorActivity.objects.order_by().values_list("author_email", "author_name").distinct())
    tickets = TicketActivity.objects.order_by().values_list("author_email", flat=True).distinct()
    rows |= {(email, "") for email in tickets}
    for email, name in sorted(rows):
        if email in known.emails or find_person(email, [directory]) == ref:
            known.add(email)
            if " " in name.strip():
                known.add(name)


def _spare_shared(known: KnownTexts, same: Collection[str], given: set[str]) -> None:
    """Leave alone what others are known by as well; what the asker named goes all the same."""
    others = Alias.objects.exclude(entity_ref__in=same).filter(scheme=EMAIL, value__in=[*known.emails], valid_to=None)
    shared = set(others.values_list("value", flat=True))
    shared |= {each.lower() for each in Team.objects.filter(email__in=[*known.emails]).values_list("email", flat=True)}
    profiles = Person.records.exclude(ref__in=same).filter(email__in=[*known.emails])
    shared |= set(profiles.values_list("email", flat=True))
    for email in list(known.emails):
        is_role = is_role_address(email)
        if (email in shared or is_role) and email not in given:
            known.spared[email] = ROLE_ADDRESS if is_role else SHARED
            del known.emails[email]
    _spare_logins(known, same, given)
    names = Person.records.exclude(ref__in=same).values_list("shown_name", flat=True)
    taken = {fold(name) for name in names if name}
    for phrase in list(known.phrases):
        if fold(phrase) in taken and fold(phrase) not in given:
            known.spared[phrase] = SHARED
            del known.phrases[phrase]


def _spare_logins(known: KnownTexts, same: Collection[str], given: set[str]) -> None:
    """A login that somebody else has leads to them, at whatever host."""
    logins = Alias.objects.exclude(entity_ref__in=same).exclude(scheme=EMAIL).filter(scheme__in=PERSONAL_SCHEMES)
    for login in set(logins.filter(value__in=[*known.handles], valid_to=None).values_list("value", flat=True)):
        if login not in given:
            known.spared[login] = SHARED
            del known.handles[login]

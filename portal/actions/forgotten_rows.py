"""What is the erased person's own, and cannot be cleaned as any text is: their account, record, entity and history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from catalog.core.erasure import DOMAIN, Eraser
from catalog.models import AddedAlias, Alias, Entity, Erasure, PersonMerge
from portal.models import Account, ApiToken, AuditEvent, Feed, SignInLink
from scoring.actions.erasure import erase_authors, erase_ticket_authors
from teams.models import Person

Changed = dict[str, int]


def forget_own_rows(erasure: Erasure, eraser: Eraser, accounts: Iterable[Account], now: datetime) -> Changed:
    """Clean what is of one record; returns how many rows changed, by model. Run it after all else was cleaned."""
    return {
        "catalog.Entity": _forget_entity(erasure),
        "teams.Person": _forget_person(erasure, eraser),
        "catalog.Alias": _forget_aliases(Alias.objects.filter(entity_ref=erasure.ref), eraser),
        "catalog.AddedAlias": _forget_aliases(AddedAlias.objects.filter(entity_ref=erasure.ref), eraser),
        "catalog.PersonMerge": _order_merges(erasure),
        "portal.Account": sum(_forget_account(erasure, number, each, now) for number, each in enumerate(accounts, 1)),
        "scoring.AuthorActivity": erase_authors(eraser),
        "scoring.TicketActivity": erase_ticket_authors(eraser),
    }


def _forget_entity(erasure: Erasure) -> int:
    wanted = {"name": erasure.pseudonym.get_handle(), "title": "", "description": ""}
    return Entity.objects.filter(ref=erasure.ref).exclude(**wanted).update(**wanted)


def _forget_person(erasure: Erasure, eraser: Eraser) -> int:
    pseudonym, person = erasure.pseudonym, Person.records.filter(ref=erasure.ref).first()
    if person is None:
        return 0
    email = eraser.clean(person.email)  # another record of theirs may have it too
    wanted = {
        "name": pseudonym.get_handle(),
        "shown_name": pseudonym.shown_name if person.shown_name else "",
        "email": email if not email or email.endswith(f"@{DOMAIN}") else pseudonym.get_email(),
    }
    return Person.records.filter(pk=person.pk).exclude(**wanted).update(**wanted)


def _forget_aliases(rows: QuerySet[Alias] | QuerySet[AddedAlias], eraser: Eraser) -> int:
    """Logins that are taken for the person here alone, because something else has that name too."""
    done = 0
    for row in rows:
        found = eraser.find(row.value)
        if found is not None and found.replacement != row.value:
            row.value = found.replacement
            row.save(update_fields=["value"])
            done += 1
    return done


def _order_merges(erasure: Erasure) -> int:
    """Two records are told in order of their refs, also by pseudonyms."""
    done = 0
    for row in PersonMerge.objects.filter(Q(first_ref=erasure.ref) | Q(second_ref=erasure.ref)):
        if row.first_ref > row.second_ref:
            row.first_ref, row.second_ref = row.second_ref, row.first_ref
            row.save(update_fields=["first_ref", "second_ref"])
            done += 1
    return done


def _forget_account(erasure: Erasure, number: int, account: Account, now: datetime) -> int:
    """Nobody signs in with it any more; what was decided with it stays, under the pseudonym."""
    before = (account.username, account.first_name, account.last_name, account.email, account.is_active)
    pseudonym = erasure.pseudonym
    account.username, account.first_name, account.last_name = pseudonym.get_handle(number), pseudonym.shown_name, ""
    account.email, account.person_ref = "", erasure.ref
    account.is_active = account.is_staff = account.is_superuser = False
    if before == (account.username, account.first_name, account.last_name, account.email, account.is_active):
        return 0
    account.set_unusable_password()
    account.save()
    ApiToken.objects.filter(account=account).update(name="erased")
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=now)
    _forget_names_of_tokens(account)
    Feed.objects.filter(account=account).update(title="", published=[])
    Feed.objects.filter(account=account, revoked_at=None).update(revoked_at=now)
    SignInLink.objects.filter(account=account).delete()
    return 1


def _forget_names_of_tokens(account: Account) -> None:
    """The audit trail tells what somebody called their tokens, in words of their own."""
    tokens = [f"token:{pk}" for pk in ApiToken.objects.filter(account=account).values_list("pk", flat=True)]
    for event in AuditEvent.objects.filter(subject__in=tokens, detail__has_key="name"):
        event.detail["name"] = "erased"
        event.save(update_fields=["detail"])

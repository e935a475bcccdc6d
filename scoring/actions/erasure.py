"""Erased people in what was counted: their commits stay, under their pseudonyms."""

from __future__ import annotations

from collections import Counter

from catalog.core.erasure import Eraser
from catalog.models.bulk import among, delete_rows, insert_rows
from scoring.core.history import Activity, ActivityKey, erase_people
from scoring.core.tickets import TicketKey
from scoring.core.tickets import erase_people as erase_from_tickets
from scoring.models import AuthorActivity, TicketActivity

_KEY, _ACTIVITY, _TICKET = ActivityKey._fields, Activity._fields, TicketKey._fields


def erase_authors(eraser: Eraser) -> int:
    """Put pseudonyms in place of authors; returns how many rows changed. Rows that come to the same are added up."""
    pairs = AuthorActivity.objects.order_by().values_list("author_email", "author_name").distinct()
    changed = {pair: eraser.clean_author(*pair) for pair in pairs}
    emails = {pair[0] for pair, after in changed.items() if pair != after}
    if not emails:
        return 0
    # those that already stand for them as well: what comes to the same row is added to it
    emails |= {changed[pair][0] for pair in changed if pair[0] in emails}
    found = AuthorActivity.objects.filter(author_email__in=among(emails))
    done = 0
    for origin_id in found.order_by("origin").values_list("origin", flat=True).distinct():
        rows = list(found.filter(origin=origin_id))
        before = {
            ActivityKey(*(getattr(row, name) for name in _KEY)): Activity(*(getattr(row, name) for name in _ACTIVITY))
            for row in rows
        }
        after = erase_people(before, eraser)
        if after == before:
            continue
        delete_rows(AuthorActivity, [row.pk for row in rows])
        made = [AuthorActivity(origin_id=origin_id, **k._asdict(), **row._asdict()) for k, row in after.items()]
        insert_rows(made)
        done += len(before.items() - after.items())
    return done


def erase_ticket_authors(eraser: Eraser) -> int:
    """The same for work on tickets."""
    known = TicketActivity.objects.order_by().values_list("author_email", flat=True).distinct()
    emails = {email for email in known if eraser.clean(email) != email}
    if not emails:
        return 0
    found = TicketActivity.objects.filter(author_email__in=among(emails | {eraser.clean(email) for email in emails}))
    done = 0
    for origin_id in found.order_by("origin").values_list("origin", flat=True).distinct():
        rows = list(found.filter(origin=origin_id))
        before = Counter({TicketKey(*(getattr(row, name) for name in _TICKET)): row.commits for row in rows})
        after = erase_from_tickets(before, eraser)
        if after == before:
            continue
        delete_rows(TicketActivity, [row.pk for row in rows])
        insert_rows([TicketActivity(origin_id=origin_id, commits=n, **k._asdict()) for k, n in after.items()])
        done += len(before.items() - after.items())
    return done

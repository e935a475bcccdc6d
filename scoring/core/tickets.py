"""Tickets that commits name: work of several people, in several repositories, that belongs together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from catalog.core.erasure import Eraser
from catalog.core.history_log import CommitRecord
from scoring.core.bots import is_bot
from scoring.core.history import EMAIL_LENGTH

#: Tickets are of interest while they are worked on.
KEPT_DAYS = 90
MOST_TICKETS = 10
LONGEST_TICKET = 40

# PROJECT-123 as Jira, YouTrack, Linear and others write it; a project has two letters or more
_TICKET = re.compile(r"(?<![A-Za-z0-9_-])([A-Z][A-Z0-9]{1,15})-([1-9][0-9]{0,7})(?![A-Za-z0-9_]|-[0-9])")
#: What is written like one and is none: norms, encodings, algorithms, advisories.
NO_PROJECTS = frozenset(
    {"AES", "BCP", "BLAKE", "CP", "CVE", "CWE", "EC", "ES", "GPT", "GHSA", "HTTP", "IEC", "IEEE", "IPV", "ISO", "JDK",
     "KOI", "MD", "PEP", "PKCS", "RFC", "RS", "RSA", "SHA", "SSL", "STD", "TLS", "UCS", "UTF", "WCAG", "X"}
)  # fmt: skip


class TicketKey(NamedTuple):
    """Who worked on which ticket when, in UTC."""

    ticket: str
    author_email: str
    day_date: date


def find_tickets(message: str) -> tuple[str, ...]:
    """The tickets that the message of a commit names, in order, at most `MOST_TICKETS`."""
    found = (match[0] for match in _TICKET.finditer(message) if match[1] not in NO_PROJECTS)
    return tuple(ticket for ticket in dict.fromkeys(found) if len(ticket) <= LONGEST_TICKET)[:MOST_TICKETS]


def sum_up_tickets(commits: Iterable[CommitRecord], read_at: datetime) -> Counter[TicketKey]:
    """Commits of people by ticket, author and day, of the last `KEPT_DAYS` days; merges do not count."""
    rows: Counter[TicketKey] = Counter()
    since = read_at - timedelta(days=KEPT_DAYS)
    for commit in commits:
        if commit.is_merge or commit.committed_at < since or is_bot(commit.author_name, commit.author_email):
            continue
        email = (commit.author_email or commit.author_name).strip().lower()[:EMAIL_LENGTH]
        day = min(commit.committed_at, read_at).date()
        rows.update(TicketKey(ticket, email, day) for ticket in find_tickets(commit.message))
    return rows


def erase_people(rows: Counter[TicketKey], eraser: Eraser) -> Counter[TicketKey]:
    """The rows with pseudonyms for people who were erased."""
    erased: Counter[TicketKey] = Counter()
    for key, count in rows.items():
        erased[key._replace(author_email=eraser.clean(key.author_email))] += count
    return erased

"""Commits by author and code root for the Snapshot: summed up by the database, day by day only where days matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Max, Q, Sum, Value
from django.db.models.functions import Cast, Concat

from catalog.core.handles import Directory
from catalog.models.bulk import among
from scoring.core.authors import find_person
from scoring.core.guards import mark_name
from scoring.core.snapshot import AuthorWork, TicketWork
from scoring.models import AuthorActivity, TicketActivity
from scoring.selectors.organisation import Organisation

Author = tuple[int, str, str, bool]  # origin id, path prefix, address, whether it is a bot
_KEY = ("origin_id", "path_prefix", "author_email", "is_bot")


def load_work(
    now: datetime,
    windows: Sequence[int],
    organisation: Organisation,
    directories: Sequence[Directory],
    guarded: Mapping[int, int],
) -> dict[tuple[int, str], tuple[AuthorWork, ...]]:
    """(origin id, path prefix) -> the work of each author there, the most of all time first. Two queries.

    `guarded`: the source of each origin that not everybody may see.
    """
    today = now.astimezone(UTC).date()
    rows = _sum_up(today, windows)
    movers = _list_movers(organisation)
    emails = {row[2] for row in rows} if movers else set()
    moved = sorted(email for email in emails if find_person(email, directories) in movers)
    days = _load_days(moved, today - timedelta(days=max(windows, default=0)))
    found: defaultdict[tuple[int, str], list[AuthorWork]] = defaultdict(list)
    for row in rows:
        key: Author = row[:4]
        found[key[:2]].append(_make_work(row, windows, days.get(key, ()), guarded.get(row[0])))
    return {place: tuple(work) for place, work in found.items()}


def load_tickets(now: datetime, days: int) -> dict[str, tuple[TicketWork, ...]]:
    """The tickets that several authors worked on in the last `days` days. One query."""
    recent = TicketActivity.objects.filter(day_date__gte=now.astimezone(UTC).date() - timedelta(days=days))
    found: defaultdict[str, list[TicketWork]] = defaultdict(list)
    rows = recent.order_by("pk").values_list("ticket", "author_email", "day_date", "commits")
    for ticket, email, day, commits in rows:
        found[ticket].append(TicketWork(email, day, commits))
    return {ticket: tuple(work) for ticket, work in found.items() if len({each.author_email for each in work}) > 1}


def _sum_up(today: date, windows: Sequence[int]) -> list[tuple[Any, ...]]:
    """One row per author and place: the key, commits, name, last commit behind its time, and commits by window."""
    at = Cast("last_committed_at", CharField())
    last = Max(Concat(at, Value(" "), F("last_commit"), output_field=CharField()))
    sums = {
        f"in_{window}": Sum("commits", filter=Q(day_date__gte=today - timedelta(days=window))) for window in windows
    }
    rows = AuthorActivity.objects.values_list(*_KEY).annotate(
        all_commits=Sum("commits"), name=Max("author_name"), last=last, **sums
    )
    return list(rows.order_by("-all_commits", "author_email", "is_bot"))


def _make_work(
    row: tuple[Any, ...], windows: Sequence[int], days: Sequence[tuple[date, int]], source_id: int | None
) -> AuthorWork:
    _, _, email, is_bot, commits, name, last, *in_windows = row
    at_text, _, last_commit = last.rpartition(" ")
    at = datetime.fromisoformat(at_text)
    return AuthorWork(
        email=email,
        name=name if source_id is None else mark_name(name, source_id),
        is_bot=is_bot,
        commits=commits,
        in_window={window: count or 0 for window, count in zip(windows, in_windows, strict=True)},
        last_commit=last_commit,
        last_committed_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        by_day=tuple(days),
    )


def _load_days(emails: Sequence[str], since: date) -> dict[Author, list[tuple[date, int]]]:
    """The days of these authors, the first first."""
    rows = AuthorActivity.objects.filter(day_date__gte=since, author_email__in=among(emails)).order_by("day_date")
    found: defaultdict[Author, list[tuple[date, int]]] = defaultdict(list)
    for origin, prefix, email, is_bot, day, commits in rows.values_list(*_KEY, "day_date", "commits"):
        found[origin, prefix, email, is_bot].append((day, commits))
    return found


def _list_movers(organisation: Organisation) -> frozenset[str]:
    """Everyone who was in different teams at different times: for them it matters when they did what."""
    teams: defaultdict[str, set[str]] = defaultdict(set)
    spans: defaultdict[str, set[tuple[date, date | None]]] = defaultdict(set)
    for membership in organisation.memberships:
        teams[membership.person_ref].add(membership.team_ref)
        spans[membership.person_ref].add(
            (membership.since.date(), membership.until.date() if membership.until else None)
        )
    return frozenset(person for person in teams if len(teams[person]) > 1 and len(spans[person]) > 1)

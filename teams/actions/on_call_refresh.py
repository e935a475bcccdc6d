"""Looking at an on-call source: what it says becomes its schedules; a look that fails keeps what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from catalog.actions.leases import renewing
from catalog.actions.pending import Change, queue_changes
from catalog.http.errors import BusyError, OutboundError
from catalog.models.bulk import insert_rows, update_rows
from catalog.models.clock import database_now
from catalog.selectors.erasures import load_eraser
from teams.actions.on_call_jobs import LeasedSource, ours, renew_source, rest_until, retry_after
from teams.core.oncall import OnCallError
from teams.core.oncall.imported import write_imported
from teams.core.oncall.vendors.result import Imported, ImportedSchedule, erase_people
from teams.importers.base import Given, list_importers
from teams.models import OnCallSource, Schedule
from teams.selectors.known_names import list_known_people, list_known_teams

BEFORE, AHEAD = timedelta(days=14), timedelta(days=74)  # together within the three months that PagerDuty renders
#: a schedule that is not listed any more is removed by the second look that does not list it, this long after the first
MISSING_FOR = timedelta(hours=1)
MISSING = "It is not listed any more; if it stays so, it is removed."
MOST_UNMATCHED = 200
WRITTEN = ("ref", "owner_ref", "title", "zone", "imported", "url", "problem", "seen_at", "changed_at", "removed_at")
CHANGED = "on-call-source:"


def refresh_source(leased: LeasedSource) -> str:
    """Look at a source that was leased, and write what it says, if it still is ours. Returns the error, '' if none."""
    source = OnCallSource.objects.get(pk=leased.id)
    now = database_now()
    with renewing(lambda: renew_source(leased, database_now())):
        given = _make_given(source, now)
        try:
            found = _read(source, given)
        except (OnCallError, OutboundError) as error:
            wanted = timedelta(seconds=error.after_seconds) if isinstance(error, BusyError) else None
            _fail(leased, source, str(error), wanted)
            return str(error)
        _write(leased, source, found, given)
    return ""


def _make_given(source: OnCallSource, now: datetime) -> Given:
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Given(
        title=source.title,
        url=source.url,
        content=source.content,
        zone=source.zone,
        stack_url=source.stack_url,
        since=midnight - BEFORE,
        until=midnight + AHEAD,
        known=list_known_people(),
        settings=settings.OUTBOUND,
    )


def _read(source: OnCallSource, given: Given) -> Imported:
    """What the source says. An account that suddenly has nothing is more likely closed to us than empty.

    Raises OnCallError and OutboundError.
    """
    importer = list_importers().get(source.kind)
    if importer is None:
        raise OnCallError(f"This version of Bailiwick knows no sources of the kind {source.kind}.")
    found = importer.read(given)
    if not found.schedules and Schedule.objects.filter(source=source, removed_at=None).exists():
        raise OnCallError("No schedule is listed any more. Check what the token may read; what was known is kept.")
    eraser = load_eraser()
    return found if eraser is None else erase_people(found, eraser, given.known)


@transaction.atomic
def _fail(leased: LeasedSource, source: OnCallSource, error: str, wanted: timedelta | None) -> None:
    now = database_now()
    due_at = now + retry_after(timedelta(minutes=source.every_minutes), wanted)
    since = source.failing_since or now
    changed = ours(leased).update(looked_at=now, error=error[:2000], failing_since=since, **rest_until(due_at))
    if changed:
        problem = f"{source} could not be read since {since:%Y-%m-%d %H:%M} UTC: {error}"[:2000]
        rows = Schedule.objects.filter(source=source, removed_at=None).exclude(problem=problem)
        if rows.update(problem=problem):
            queue_changes(Change.FILES, [f"{CHANGED}{source.pk}"], now)


@transaction.atomic
def _write(leased: LeasedSource, source: OnCallSource, found: Imported, given: Given) -> None:
    """Write the schedules, if nobody else has looked meanwhile. A number of queries that does not grow with them."""
    now = database_now()
    if not ours(leased).select_for_update().exists():
        return
    stored = {row.vendor_id: row for row in Schedule.objects.filter(source=source)}
    taken = _list_taken_refs(source)
    teams = {} if source.owner_ref else list_known_teams()
    fresh: list[Schedule] = []
    said_before = {vendor_id: _describe(row) for vendor_id, row in stored.items()}
    for each in found.schedules:
        row = stored.get(each.vendor_id)
        if row is None:
            row = _make(source, each, taken, now)
            fresh.append(row)
            stored[each.vendor_id] = row
        elif row.removed_at is not None:
            row.ref = make_ref(source, each.vendor_id, taken)
        _fill(row, source, each, given, teams)
        row.seen_at = now
    _end_missing(stored, {each.vendor_id for each in found.schedules}, now)
    changed = [row for row in stored.values() if said_before.get(row.vendor_id) != _describe(row)]
    for row in changed:
        row.changed_at = now
    update_rows([row for row in stored.values() if row.pk], WRITTEN)
    insert_rows(fresh)
    links = {key: list(ids) for key, ids in sorted(found.links.items())}
    if changed or links != source.links:
        queue_changes(Change.FILES, [f"{CHANGED}{source.pk}"], now)
    ours(leased).update(
        looked_at=now,
        good_at=now,
        error="",
        failing_since=None,
        unmatched=_write_unmatched(found),
        links=links,
        **rest_until(now + timedelta(minutes=source.every_minutes)),
    )


def _list_taken_refs(source: OnCallSource) -> set[str]:
    rows = Schedule.objects.filter(removed_at=None).exclude(source=source)
    return set(rows.values_list("ref", flat=True))


def _make(source: OnCallSource, each: ImportedSchedule, taken: set[str], now: datetime) -> Schedule:
    return Schedule(
        kind=source.kind,
        source=source,
        vendor_id=each.vendor_id,
        ref=make_ref(source, each.vendor_id, taken),
        first_seen_at=now,
        changed_at=now,
    )


def make_ref(source: OnCallSource, vendor_id: str, taken: set[str]) -> str:
    """What a schedule is called here: a calendar as its source, a vendor's by its id there; never what is taken."""
    ref = f"schedule:{source.kind}/{vendor_id}" if source.kind in _VENDORS else f"schedule:default/{source.name}"
    ref = ref.lower()[:180]
    return f"{ref}-{source.pk}" if ref in taken else ref


def _fill(row: Schedule, source: OnCallSource, each: ImportedSchedule, given: Given, teams: Mapping[str, str]) -> None:
    row.owner_ref = source.owner_ref or teams.get(each.team.casefold(), "")
    row.title, row.zone, row.url = each.title[:500], each.zone, each.url[:2000]
    row.imported = write_imported(given.since, given.until, each.shifts)
    row.problem, row.removed_at = "", None


def _end_missing(stored: Mapping[str, Schedule], listed: set[str], now: datetime) -> None:
    for vendor_id, row in stored.items():
        if vendor_id in listed or row.removed_at is not None:
            continue
        if row.problem != MISSING:
            row.problem = MISSING
        elif now - row.changed_at >= MISSING_FOR:
            row.removed_at = now


def _describe(row: Schedule) -> tuple[object, ...]:
    """What others hear of when it changes: not the window, which moves with every look."""
    shifts = row.imported["shifts"] if row.imported else None
    return row.ref, row.owner_ref, row.title, row.zone, shifts, row.problem, row.removed_at


def _write_unmatched(found: Imported) -> list[dict[str, object]]:
    """Everybody who was not matched, once each; of very many the first."""
    rows = sorted({(each.name, each.schedule): each for one in found.schedules for each in one.unmatched}.items())
    return [
        {"name": each.name, "schedule": each.schedule, "first_at": each.first_at.isoformat(), "shifts": each.shifts}
        for _, each in rows[:MOST_UNMATCHED]
    ]


_VENDORS = frozenset(kind for kind, importer in list_importers().items() if importer.is_whole_account)

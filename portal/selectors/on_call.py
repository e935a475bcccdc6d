"""Who is on call, as pages show it: every schedule over the next 14 days, in its own time zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.core.access import Actor
from catalog.models import Entity
from portal.links import file_url, schedule_url
from portal.selectors.names import Named, get_names
from portal.selectors.schedules import Preview
from teams.models import Schedule, Team
from teams.selectors.on_call import LOOK_AHEAD, OnCall, State, get_on_call, get_on_call_window
from teams.selectors.on_call_people import PersonOnCall
from teams.selectors.schedules import (
    Slot,
    Timeline,
    get_timelines,
    is_counting,
    list_contested_schedules,
    list_schedules,
    mark_counting,
)

_HOUR = timedelta(hours=1)
TONES = 6  # colours for people; more people than that share them
HOURS = int(LOOK_AHEAD / _HOUR)
_ROOM_UNTIL = 95  # percent
MOST_BARS = 1_000  # hourly turns have 336: what changes more often would make pages of megabytes for everybody


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a timeline: where it is drawn in hours from the left, and what is written in the table."""

    x: float
    width: float
    tone: str
    start: str
    end: str
    people: Sequence[PersonOnCall]
    is_now: bool
    start_at: datetime
    end_at: datetime

    @property
    def names(self) -> str:
        """Who is on call."""
        return ", ".join(person.name for person in self.people) or "nobody"


@dataclass(frozen=True, slots=True)
class Day:
    """A midnight: how far from the left, in hours and in percent of the window, and the day that begins."""

    x: float
    percent: float
    weekday: str
    number: str

    @property
    def has_room(self) -> bool:
        """Whether there is room for its name before the window ends."""
        return self.percent < _ROOM_UNTIL


@dataclass(frozen=True, slots=True)
class ScheduleCard:
    """One schedule: whose it is, who is on call now, and the next 14 days. `days` are midnights.

    `left_out` stretches at the end are not among `bars`: it changes too often to be drawn.
    """

    schedule: Schedule
    team: Named | None
    bars: Sequence[Bar]
    days: Sequence[Day]
    problem: str
    now_x: float = 0
    left_out: int = 0

    @property
    def now(self) -> Bar | None:
        """The present stretch; None where the schedule cannot be read."""
        return next((bar for bar in self.bars if bar.is_now), None)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Tone and names, each once."""
        return list(dict.fromkeys((bar.tone, bar.names) for bar in self.bars))

    @property
    def gaps(self) -> list[Bar]:
        """The stretches that nobody covers."""
        return [bar for bar in self.bars if not bar.people]

    @property
    def counts(self) -> bool:
        """Whether people are on call by it: not where another of its ref was seen first."""
        return is_counting(self.schedule)

    @property
    def page_url(self) -> str:
        """The page of the schedule; empty where it has no name."""
        return schedule_url(self.schedule.ref) if self.schedule.ref else ""

    @property
    def url(self) -> str:
        """The file at its commit and line, or the place at a vendor; may be empty."""
        row = self.schedule
        return file_url(row.origin_id, row.commit, row.path, row.line) if row.origin_id else row.url


def draw_schedules(actor: Actor, rows: Sequence[Schedule], now: datetime) -> list[ScheduleCard]:
    """Schedules with their repositories, in the order given. At most four queries."""
    since = now.replace(minute=0, second=0, microsecond=0)
    timelines = get_timelines(actor, rows, since, since + LOOK_AHEAD)
    names = get_names(actor, {line.schedule.owner_ref for line in timelines})
    return [_draw(line, names[line.schedule.owner_ref] if line.schedule.owner_ref else None, since, now)
            for line in timelines]  # fmt: skip


def get_team_cards(actor: Actor, team_ref: str, now: datetime) -> list[ScheduleCard]:
    """The schedules of one team that the actor may see. At most five queries."""
    found = list_schedules(actor).filter(owner_ref=team_ref).select_related("origin")
    return draw_schedules(actor, list(mark_counting(found)), now)


def draw_schedule(actor: Actor, row: Schedule, now: datetime) -> ScheduleCard:
    """One schedule. At most four queries."""
    (card,) = draw_schedules(actor, [row], now)
    return card


@dataclass(frozen=True, slots=True)
class ContestedSchedule:
    """One of several schedules of a ref: where it is kept, whose it is, and whether it counts."""

    schedule: Schedule
    team: Named | None

    @property
    def counts(self) -> bool:
        """Whether people are on call by it."""
        return is_counting(self.schedule)

    @property
    def place(self) -> str:
        """Where it is kept, in words."""
        row = self.schedule
        return f"{row.origin.name}: {row.path}" if row.origin else row.kind

    @property
    def page_url(self) -> str:
        """The page of the ref."""
        return schedule_url(self.schedule.ref)

    @property
    def url(self) -> str:
        """The file at its commit and line, or the place at a vendor; may be empty."""
        row = self.schedule
        return file_url(row.origin_id, row.commit, row.path, row.line) if row.origin_id else row.url


def list_contested(actor: Actor, ref: str = "") -> list[ContestedSchedule]:
    """The schedules that say they are one and the same, of all refs or of one. At most three queries."""
    rows = list_contested_schedules(actor, ref)
    names = get_names(actor, {row.owner_ref for row in rows if row.owner_ref})
    return [ContestedSchedule(row, names[row.owner_ref] if row.owner_ref else None) for row in rows]


def draw_preview(preview: Preview, now: datetime) -> ScheduleCard:
    """A schedule that is not kept yet. No query."""
    document = preview.document
    row = Schedule(kind=Schedule.PORTAL, title=document.title or document.name, zone=document.schedule.zone)
    return _draw(Timeline(row, preview.slots), None, preview.since, now)


def _draw(line: Timeline, team: Named | None, since: datetime, now: datetime) -> ScheduleCard:
    zone = line.zone or ZoneInfo("UTC")
    slots = line.slots[:MOST_BARS]
    everybody = sorted({person.name for slot in slots for person in slot.people})
    tones = {name: f"person-{index % TONES}" for index, name in enumerate(everybody)}
    bars = [_draw_slot(slot, tones, zone, since, now) for slot in slots]
    days = _list_days(since, zone) if bars else []
    left_out = len(line.slots) - len(slots)
    return ScheduleCard(line.schedule, team, bars, days, line.problem, round((now - since) / _HOUR, 2), left_out)


def _draw_slot(slot: Slot, tones: dict[str, str], zone: ZoneInfo, since: datetime, now: datetime) -> Bar:
    return Bar(
        x=round((slot.start - since) / _HOUR, 2),
        width=round((slot.end - slot.start) / _HOUR, 2),
        tone=tones[slot.people[0].name] if slot.people else "gap",
        start=_write(slot.start, zone),
        end=_write(slot.end, zone),
        people=slot.people,
        is_now=slot.start <= now < slot.end,
        start_at=slot.start,
        end_at=slot.end,
    )


def _list_days(since: datetime, zone: ZoneInfo) -> list[Day]:
    """The midnights of the window."""
    first = since.astimezone(zone).replace(hour=0) + timedelta(days=1)
    days = (first + timedelta(days=number) for number in range(LOOK_AHEAD.days))  # on the clock on the wall
    found = (((day.astimezone(UTC) - since) / _HOUR, day) for day in days)
    return [
        Day(round(hours, 2), round(hours * 100 / HOURS, 2), f"{day:%a}", f"{day:%d}".lstrip("0"))
        for hours, day in found
        if 0 < hours < HOURS
    ]


def _write(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}"


@dataclass(frozen=True, slots=True)
class OnCallNow:
    """One line on the page of an entity or a team; `until` is written in the time zone of the schedule."""

    answer: OnCall
    until: str

    @property
    def schedules(self) -> list[tuple[str, str]]:
        """Name and page of each schedule that says so."""
        return [(row.shown_name, schedule_url(row.ref)) for row in self.answer.schedules if row.ref]


def get_on_call_now(actor: Actor, subjects: Sequence[Entity | Team], now: datetime) -> dict[str, OnCallNow]:
    """Who is on call for things that are visible, by ref. At most seven queries."""
    answers = get_on_call(actor, [subject.ref for subject in subjects], now)
    return {ref: _make_now(answer) for ref, answer in answers.items()}


def get_standby(actor: Actor, entity: Entity, now: datetime) -> tuple[OnCallNow, ScheduleCard | None]:
    """Who is on call for an entity, now and in the next 14 days; no card where that is unknown. At most seven queries.

    Where several schedules stand by for it, they are drawn as one, in the time zone of the first.
    """
    since = now.replace(minute=0, second=0, microsecond=0)
    window = get_on_call_window(actor, [entity.ref], since, since + LOOK_AHEAD)[entity.ref]
    if window.state is State.UNKNOWN:
        return _make_now(OnCall(entity.ref, now, State.UNKNOWN, window.why, schedules=window.schedules)), None
    slot = next(slot for slot in window.slots if slot.start <= now < slot.end)
    state = State.SOMEBODY if slot.people else State.NOBODY
    until = slot.end if slot.end < window.until else None
    answer = OnCall(entity.ref, now, state, window.why, slot.people, until, window.schedules)
    zone = next((row.zone for row in window.schedules if row.zone), "UTC")
    drawn = Schedule(title=str(entity), zone=zone)
    return _make_now(answer), _draw(Timeline(drawn, window.slots), None, since, now)


def _make_now(answer: OnCall) -> OnCallNow:
    zones = [row.zone for row in answer.schedules if row.zone]
    until = _write(answer.until, ZoneInfo(zones[0] if zones else "UTC")) if answer.until else ""
    return OnCallNow(answer, f"{until} ({zones[0] if zones else 'UTC'})" if until else "")

"""What one look at an on-call source gives, in one form for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from catalog.core.addresses import fold_name
from catalog.core.erasure import Eraser
from teams.core.oncall.cover import merge_shifts
from teams.core.oncall.errors import OnCallError
from teams.core.oncall.limits import MOST_PIECES
from teams.core.oncall.model import Shift
from teams.core.oncall.wall_clock import get_clock


class Unmatched(NamedTuple):
    """Somebody on call whom nobody in the catalog stands for: as written, on which schedule, from when, how often."""

    name: str
    schedule: str
    first_at: datetime
    shifts: int


class VendorPerson(NamedTuple):
    """Somebody as a vendor knows them; either may be empty."""

    name: str
    email: str = ""

    @property
    def label(self) -> str:
        """What they are called where nobody in the catalog stands for them."""
        return self.email or self.name or "(no name)"


class VendorEntry(NamedTuple):
    """One person on call from one moment to another."""

    start: datetime
    end: datetime
    person: VendorPerson


@dataclass(frozen=True, slots=True)
class ImportedSchedule:
    """One schedule: its id at the source, its title, shifts with refs of people, and unmatched ones as written.

    `team` is what the source calls the team it belongs to, `url` where a person can look at it.
    """

    vendor_id: str
    title: str
    zone: str
    shifts: tuple[Shift, ...]
    unmatched: tuple[Unmatched, ...] = ()
    url: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything of one source. `links`: what annotations may name (`link_key`) to ids of schedules here."""

    schedules: tuple[ImportedSchedule, ...]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def match_entries(
    entries: Iterable[VendorEntry], known: Mapping[str, str], schedule: str, since: datetime, until: datetime
) -> tuple[tuple[Shift, ...], tuple[Unmatched, ...]]:
    """Shifts of a window with refs of people, by address and then by name; whom nobody knows is kept and reported.

    `known` leads from names and addresses, casefolded, to refs. Raises OnCallError for more than can be computed.
    """
    spans, firsts, counts = [], dict[str, datetime](), dict[str, int]()
    for start, end, person in sorted(entries):
        low, high = max(start, since), min(end, until)
        if low >= high:
            continue
        ref = known.get(fold_name(person.email)) or known.get(fold_name(person.name))
        if ref is None:
            firsts.setdefault(person.label, low)
            counts[person.label] = counts.get(person.label, 0) + 1
        spans.append(Shift(low, high, (ref or person.label,)))
        if len(spans) > MOST_PIECES:
            raise OnCallError(f"{schedule} has more than {MOST_PIECES} shifts")
    unmatched = tuple(Unmatched(name, schedule, firsts[name], counts[name]) for name in sorted(firsts))
    return merge_shifts((span,) for span in spans), unmatched


def read_zone(name: object) -> str:
    """An IANA name, UTC for what is none."""
    try:
        get_clock(str(name))
    except ValueError:
        return "UTC"
    return str(name)


def read_moment(text: str) -> datetime:
    """A time with its offset, in UTC. Raises ValueError and TypeError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    return moment.astimezone(UTC)


@contextmanager
def understanding(vendor: str) -> Iterator[None]:
    """What is missing or of another form in an answer becomes one error. Raises OnCallError."""
    try:
        yield
    except OnCallError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise OnCallError(f"{vendor} answered in a form that is not understood: {type(error).__name__}") from error


def erase_people(found: Imported, eraser: Eraser, known: Mapping[str, str]) -> Imported:
    """What a source gave, without the names of people who were erased: their pseudonyms lead to their refs."""
    return replace(found, schedules=tuple(_erase(each, eraser, known) for each in found.schedules))


def _erase(schedule: ImportedSchedule, eraser: Eraser, known: Mapping[str, str]) -> ImportedSchedule:
    named = {name: eraser.clean(name) for shift in schedule.shifts for name in shift.people}
    refs = {name: known.get(fold_name(text), text) if text != name else name for name, text in named.items()}
    shifts = tuple(Shift(s.start, s.end, tuple(sorted({refs[name] for name in s.people}))) for s in schedule.shifts)
    title = eraser.clean(schedule.title)
    strangers = [each._replace(name=eraser.clean(each.name), schedule=title) for each in schedule.unmatched]
    unmatched = tuple(each for each in strangers if fold_name(each.name) not in known)
    return replace(schedule, title=title, team=eraser.clean(schedule.team), shifts=shifts, unmatched=unmatched)

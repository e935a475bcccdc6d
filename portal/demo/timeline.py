"""From stretches of work to single commits with their times. Pure: the same date gives the same commits."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from portal.demo.catalog_files import format_catalog
from portal.demo.company.foundations import COMMONS_RELEASES
from portal.demo.company.people import NADIA, RENOVATOR
from portal.demo.sources import get_topic, list_source_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from portal.demo.model import Author, Codebase, Edit, Releases, Repository, Work

CATALOGED_DAYS_AGO = 430
#: Every so many commits of people go through a branch that is merged.
MERGE_EVERY = 4
_VERBS = (
    "Handle",
    "Tidy",
    "Test",
    "Speed up",
    "Log",
    "Simplify",
    "Fix",
    "Document",
    "Guard",
    "Extend",
    "Split",
    "Rename",
)
_SATURDAY = 5
_THURSDAY = 3
_FIRST_MINUTE, _MINUTES = 9 * 60, 8 * 60


@dataclass(frozen=True)
class Step:
    """One commit to be: what it writes as given, and which sources and dependencies it changes.

    `sources` are codebase names and indexes of source files, `needs` codebase names and what they need newly.
    A step with `merged_by` is made on a branch and merged at `merged_at`.
    """

    at: datetime
    author: Author
    message: str
    files: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[tuple[str, int], ...] = ()
    needs: tuple[tuple[str, str, str], ...] = ()
    merged_by: Author | None = None
    merged_at: datetime | None = None


@dataclass(frozen=True)
class Tag:
    """A release: an annotated tag on whatever is there at that time."""

    name: str
    at: datetime
    author: Author


def list_steps(repository: Repository, today: date) -> list[Step]:
    """All commits of the repository but merges, oldest first."""
    if repository.founder is None:
        return []
    steps = [
        *_found(repository, repository.founder, today),
        *(_make_edit_step(edit, today) for edit in repository.edits),
        *(step for number, work in enumerate(repository.works) for step in _work(repository, work, number, today)),
        *(step for codebase in repository.codebases for step in _bump_commons(codebase, today)),
    ]
    return sorted(steps, key=lambda step: step.at)


def list_tags(repository: Repository, today: date) -> list[Tag]:
    """All releases of the repository, oldest first."""
    tags = [tag for releases in repository.releases for tag in _release(releases, today)]
    return sorted(tags, key=lambda tag: tag.at)


def _found(repository: Repository, founder: Author, today: date) -> Iterator[Step]:
    texts = {"README.md": f"# {repository.name}\n\n{repository.description}\n", **repository.files}
    yield Step(_moment(today, repository.born, founder, "first"), founder, "Start here", texts)
    if repository.catalog:
        documents = {**repository.catalog, **repository.first_catalog}
        texts = {path: format_catalog(each) for path, each in documents.items()}
        author = NADIA.author
        at = _moment(today, CATALOGED_DAYS_AGO, author, repository.name)
        yield Step(at, author, "Describe what is here for the catalog", texts)


def _make_edit_step(edit: Edit, today: date) -> Step:
    texts = {path: text if isinstance(text, str) else text(today) for path, text in edit.files.items()}
    return Step(_moment(today, edit.days_ago, edit.by, edit.message), edit.by, edit.message, texts)


def _work(repository: Repository, work: Work, number: int, today: date) -> Iterator[Step]:
    codebases = {codebase.name: codebase for codebase in repository.codebases}
    touched = [codebases[name] for name in work.touches]
    first_ticket = work.first_ticket or repository.first_ticket + 100 * number
    for turn in range(work.commits):
        author = work.by[turn % len(work.by)]
        days_ago = _spread(work, turn)
        at = _moment(today, days_ago, author, f"{repository.name} {number} {turn}")
        ticket = f"{work.tickets}-{first_ticket + turn}: " if work.tickets else ""
        if work.dependency:
            version = f"1.{turn + 1}.0"
            needs = tuple((codebase.name, work.dependency, version) for codebase in touched)
            yield Step(at, author, f"{ticket}Bump {work.dependency} to {version}", needs=needs)
            continue
        sources = tuple((codebase.name, turn % len(list_source_paths(codebase))) for codebase in touched)
        verb = _VERBS[_scatter(f"{work.touches} {turn}", len(_VERBS))]
        message = f"{ticket}{verb} {get_topic(touched[0], turn)}"
        is_merged = turn % MERGE_EVERY == MERGE_EVERY - 1 and not author.is_bot
        yield Step(
            at,
            author,
            message,
            sources=sources,
            merged_by=work.by[(turn + 1) % len(work.by)] if is_merged else None,
            merged_at=at + timedelta(minutes=50 + _scatter(message, 200)) if is_merged else None,
        )


def _bump_commons(codebase: Codebase, today: date) -> Iterator[Step]:
    """Within a week of each release of the shared library, everybody who uses it takes it and deploys again."""
    for number, tag in enumerate(_release(COMMONS_RELEASES, today) if codebase.bumped_by else ()):
        version = tag.name.removeprefix("v")
        chance = _scatter(f"{codebase.name} {version}", 4)
        author = RENOVATOR if chance == 0 else codebase.bumped_by[number % len(codebase.bumped_by)]
        days_ago = (today - tag.at.date()).days - 3 - chance
        at = _moment(today, days_ago, author, f"{codebase.name} {version}")
        yield Step(at, author, f"Bump shop-commons to {version}", needs=((codebase.name, "shop-commons", version),))


def _release(releases: Releases, today: date) -> list[Tag]:
    tags = []
    for number in range(releases.count):
        day = today - timedelta(days=releases.until + releases.every * (releases.count - 1 - number))
        if releases.on_thursdays:
            day -= timedelta(days=(day.weekday() - _THURSDAY) % 7)
        midnight = datetime.combine(day, time(), UTC)
        tags.append(Tag(releases.tag.format(n=number), midnight + timedelta(minutes=releases.minute), releases.by))
    return tags


def _spread(work: Work, turn: int) -> int:
    if work.commits == 1:
        return work.since
    return work.since - (work.since - work.until) * turn // (work.commits - 1)


def _moment(today: date, days_ago: int, author: Author, seed: str) -> datetime:
    """A minute of a working day in the author's zone; people do not commit on Saturday and Sunday, machines do."""
    day = today - timedelta(days=days_ago)
    if not author.is_bot and day.weekday() >= _SATURDAY:
        day -= timedelta(days=day.weekday() - _SATURDAY + 1)
    zone = timezone(timedelta(minutes=author.utc_offset))
    return datetime.combine(day, time(), zone) + timedelta(minutes=_FIRST_MINUTE + _scatter(seed, _MINUTES))


def _scatter(seed: str, below: int) -> int:
    return zlib.crc32(seed.encode()) % below

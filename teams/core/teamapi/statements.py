"""A Team API as a list of statements: what it speaks of, and what it says of that, in words people read.

Two versions are compared statement by statement, so that moving a paragraph is no change and a new deadline is one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from teams.core.teamapi.document import Interaction, Named, Offering, Owned, Status, TeamApiDocument, WorkItem
from teams.core.teamapi.durations import Duration
from teams.core.teamapi.naming import canonical_team_ref, owned_ref

_PARTS = {"way of working": "ways of working", "practice": "practices", "place to read": "docs", "word": "words"}
Said = str | int | float | bool | date | Duration | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a document speaks of: `subject` names it within a sentence, `facts` go from label to words.

    `key` tells it apart from others of its `part`, None where there is only one; `line` is where it stands.
    """

    part: str
    key: Hashable
    subject: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    line: int = 0


def list_statements(document: TeamApiDocument) -> tuple[Statement, ...]:
    """All statements of a document in the order of its parts; a document says nothing about what it leaves empty."""
    return tuple(_list_statements(document))


def _list_statements(document: TeamApiDocument) -> Iterator[Statement]:
    yield from _list_single(document)
    yield from _list_reach(document)
    yield from (_owned(each, document) for each in document.owns)
    yield from (_offering(each) for each in document.provides)
    named: tuple[tuple[str, tuple[Named, ...]], ...] = (
        ("way of working", document.ways_of_working),
        ("practice", document.practices),
        ("place to read", document.docs),
        ("word", document.glossary),
    )
    for what, items in named:
        for each in items:
            facts = _say(address=each.url, meaning=each.notes)
            yield Statement(_PARTS[what], each.name.casefold(), f'the {what} "{each.name}"', facts, each.line)
    yield from _list_work(document)
    yield from _list_others(document)


def _list_single(document: TeamApiDocument) -> Iterator[Statement]:
    """What is said once: who the team is, how it versions and what it holds itself to."""
    identity = _say(
        name=document.name,
        focus=document.focus,
        purpose=document.purpose,
        type=document.type,
        platform=document.platform,
        value_stream=document.value_stream,
        established=document.established,
        size=document.size,
        time_zones=document.time_zones,
        working_hours=document.working_hours,
        cognitive_load=document.cognitive_load,
    )
    versioning, quality = document.versioning, document.quality
    changes = _say(
        scheme=versioning.scheme,
        release_cadence=versioning.release_cadence,
        deprecation_notice=versioning.deprecation_notice,
        changelog=versioning.changelog,
        notes=versioning.notes,
    )
    care = _say(testing=quality.testing, gates=quality.gates, environments=quality.environments, objective=quality.slo)
    review = _say(reviewed=document.last_review_date, review_interval=f"{document.review_every_days} days")
    yield Statement("identity", None, "the team", identity, document.line_of("focus"))
    yield Statement("versioning", None, "the versioning", changes, versioning.line)
    yield Statement("quality", None, "the quality", care, quality.line)
    yield Statement("review", None, "the review of the document", review, document.line_of("updated"))


def _list_reach(document: TeamApiDocument) -> Iterator[Statement]:
    for channel in document.channels:
        facts = _say(
            type=channel.type,
            purpose=channel.purposes,
            response_time=channel.response_time,
            hours=channel.hours,
            address=channel.url,
        )
        key = channel.type, channel.address.casefold()
        yield Statement("channels", key, f"the channel {channel.address}", facts, channel.line)
    for meeting in document.meetings:
        facts = _say(
            recurrence=meeting.rrule or meeting.recurrence,
            time=meeting.time_of_day,
            time_zone=meeting.time_zone,
            minutes=meeting.minutes,
            open_to_others=meeting.is_open,
            address=meeting.url,
        )
        key = meeting.purpose.casefold(), meeting.recurrence
        yield Statement("meetings", key, f'the meeting "{meeting.purpose}"', facts, meeting.line)
    for term in document.search_terms:
        line = document.line_of("search_terms")
        yield Statement("search terms", term.casefold(), f'the search term "{term}"', {}, line)


def _owned(item: Owned, document: TeamApiDocument) -> Statement:
    facts = _say(
        kind=item.kind,
        description=item.description,
        repository=item.repository,
        API_docs=item.api_docs,
        docs=item.docs,
        runbook=item.runbook,
        on_call=item.on_call,
        lifecycle=item.lifecycle,
        versioning=item.versioning,
        expectation=item.expectation,
    )
    key = owned_ref(item, document) or item.ref_text.casefold()
    return Statement("ownership", key, f"the claim to own {item.ref_text}", facts, item.line)


def _offering(item: Offering) -> Statement:
    facts = _say(
        entity=item.ref_text,
        expectations=item.expectations,
        availability=f"{item.availability:g} %" if item.availability is not None else "",
        latency=f"{item.latency_ms:g} ms" if item.latency_ms is not None else "",
        response_time=item.response_time,
        deprecation_notice=item.deprecation_notice,
        how_to_request=item.how_to_request,
        docs=item.docs,
    )
    return Statement("offerings", item.name.casefold(), f'the offering "{item.name}"', facts, item.line)


def _list_work(document: TeamApiDocument) -> Iterator[Statement]:
    work = document.work
    plans: tuple[tuple[str, tuple[WorkItem, ...]], ...] = (
        ("now", work.now),
        ("next", work.next),
        ("later", work.later),
        ("across teams", work.cross_team),
    )
    for when, items in plans:
        for each in items:
            facts = _say(when=when, address=each.url, about=each.ref_text)
            yield Statement("work", each.title.casefold(), f'the plan "{each.title}"', facts, each.line)
    if work.roadmap_url:
        yield Statement("roadmap", None, "the roadmap", _say(address=work.roadmap_url))


def _list_others(document: TeamApiDocument) -> Iterator[Statement]:
    for each in document.interactions:
        yield _interaction(each)
    for dependency in document.dependencies:
        facts = _say(effect=dependency.type, description=dependency.description)
        key = _team_key(dependency.team_text)
        yield Statement("dependencies", key, f"the dependency on {dependency.team_text}", facts, dependency.line)


def _interaction(item: Interaction) -> Statement:
    facts = _say(
        mode=item.mode,
        role=item.role,
        purpose=item.purpose,
        status="" if item.status is Status.CURRENT else item.status,
        start=item.since_date,
        expected_end=item.until_date or item.duration_text,
        about=item.about,
    )
    key = _team_key(item.team_text), item.mode, item.role, item.purpose.casefold()
    return Statement("interactions", key, f"the interaction with {item.team_text}", facts, item.line)


def _team_key(text: str) -> str:
    return canonical_team_ref(text) or text.casefold()


def _say(**facts: Said) -> dict[str, str]:
    """Labels and words of what is said; an underscore in a label is a blank."""
    words = {label.replace("_", " "): _in_words(value) for label, value in facts.items()}
    return {label: text for label, text in words.items() if text}


def _in_words(value: Said) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Duration():
            return value.in_words
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)

"""From the data of a valid `team-api.yaml` to a document. Expects what the schema accepts, survives anything else."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from teams.core.teamapi.document import (
    Channel,
    Dependency,
    Dialect,
    Interaction,
    Meeting,
    Mode,
    Named,
    Offering,
    Owned,
    Quality,
    Role,
    Status,
    TeamApiDocument,
    TeamType,
    Versioning,
    Work,
    WorkItem,
)
from teams.core.teamapi.durations import Duration, parse_duration
from teams.core.teamapi.naming import canonical_team_ref
from teams.core.teamapi.reading.node import Node
from teams.core.teamapi.schema.vocabulary import DEFAULT_REVIEW_EVERY_DAYS

WordT = TypeVar("WordT", bound=StrEnum)

#: Where a field of the document stands in the file, so that its line can be shown.
_PLACES = {
    "team": "team",
    "updated": "updated",
    "reviewed": "reviewed",
    "reviewEveryDays": "review_every_days",
    "type": "type",
    "channels": "channels",
    "owns": "owns",
    "provides": "provides",
    "interactions": "interactions",
    "versioning": "versioning",
    "quality": "quality",
    "identity.focus": "focus",
    "identity.name": "name",
    "identity.purpose": "purpose",
    "identity.searchTerms": "search_terms",
    "identity.cognitiveLoad": "cognitive_load",
    "partOf.platform": "platform",
    "partOf.valueStream": "value_stream",
}


def read_native(node: Node, prose: str = "") -> TeamApiDocument:
    """The document; `prose` is the Markdown below the front matter where there is any."""
    identity, part_of = node.child("identity"), node.child("partOf")
    team_text = node.text("team")
    return TeamApiDocument(
        dialect=Dialect.NATIVE,
        team_text=team_text,
        team_ref=canonical_team_ref(team_text),
        name=identity.text("name"),
        focus=identity.text("focus"),
        purpose=identity.text("purpose"),
        type=read_word(TeamType, node.text("type")),
        platform=part_of.text("platform"),
        value_stream=part_of.text("valueStream"),
        established=identity.text("established"),
        size=identity.whole_number("size"),
        time_zones=identity.texts("timeZones"),
        working_hours=identity.text("workingHours"),
        search_terms=identity.texts("searchTerms"),
        cognitive_load=identity.text("cognitiveLoad"),
        channels=tuple(map(_read_channel, node.children("channels"))),
        meetings=tuple(map(_read_meeting, node.children("meetings"))),
        owns=tuple(map(_read_owned, node.children("owns"))),
        provides=tuple(map(_read_offering, node.children("provides"))),
        versioning=_read_versioning(node.child("versioning")),
        quality=_read_quality(node.child("quality")),
        ways_of_working=tuple(map(_read_named, node.children("waysOfWorking"))),
        practices=tuple(map(_read_named, node.children("practices"))),
        docs=tuple(Named(each.text("title"), each.text("url"), line=each.line) for each in node.children("docs")),
        glossary=tuple(
            Named(each.text("term"), notes=each.text("meaning"), line=each.line) for each in node.children("glossary")
        ),
        work=_read_work(node.child("work")),
        interactions=tuple(map(_read_interaction, node.children("interactions"))),
        dependencies=tuple(map(_read_dependency, node.children("dependencies"))),
        updated_date=read_iso_date(node.text("updated")),
        reviewed_date=read_iso_date(node.text("reviewed")),
        review_every_days=node.whole_number("reviewEveryDays") or DEFAULT_REVIEW_EVERY_DAYS,
        prose=prose,
        lines={name: node.lines.find(path) for path, name in _PLACES.items()},
    )


def read_word(words: type[WordT], text: str) -> WordT | None:
    """The word of a fixed set that a text is; None where it is none of them."""
    return words(text) if text in set(words) else None


def read_iso_date(text: str) -> date | None:
    """A date as 2026-03-31; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _duration(node: Node, name: str) -> Duration | None:
    return parse_duration(node.text(name))


def _read_channel(node: Node) -> Channel:
    return Channel(
        type=node.text("type"),
        address=node.text("address"),
        url=node.text("url"),
        purposes=node.texts("purpose"),
        response_time=_duration(node, "responseTime"),
        hours=node.text("hours"),
        line=node.line,
    )


def _read_meeting(node: Node) -> Meeting:
    return Meeting(
        purpose=node.text("purpose"),
        rrule=node.text("rrule"),
        time_of_day=node.text("timeOfDay"),
        time_zone=node.text("timeZone"),
        minutes=node.whole_number("durationMinutes"),
        is_open=node.flag("open"),
        url=node.text("url"),
        line=node.line,
    )


def _read_owned(node: Node) -> Owned:
    return Owned(
        ref_text=node.text("ref"),
        kind=node.text("kind"),
        description=node.text("description"),
        repository=node.text("repository"),
        api_docs=node.text("apiDocs"),
        docs=node.text("docs"),
        runbook=node.text("runbook"),
        on_call=node.text("onCall"),
        lifecycle=node.text("lifecycle"),
        versioning=node.text("versioning"),
        expectation=node.text("sle"),
        line=node.line,
    )


def _read_offering(node: Node) -> Offering:
    return Offering(
        name=node.text("name"),
        ref_text=node.text("ref"),
        expectations=node.text("expectations"),
        availability=node.number("availability"),
        latency_ms=node.number("latencyMs"),
        response_time=_duration(node, "responseTime"),
        deprecation_notice=_duration(node, "deprecationNotice"),
        how_to_request=node.text("howToRequest"),
        docs=node.text("docs"),
        line=node.line,
    )


def _read_versioning(node: Node) -> Versioning:
    return Versioning(
        scheme=node.text("scheme"),
        release_cadence=node.text("releaseCadence"),
        deprecation_notice=_duration(node, "deprecationNotice"),
        changelog=node.text("changelog"),
        notes=node.text("notes"),
        line=node.line,
        notice_line=node.line_of("deprecationNotice"),
    )


def _read_quality(node: Node) -> Quality:
    return Quality(
        testing=node.text("testing"),
        gates=node.texts("gates"),
        environments=node.texts("environments"),
        slo=node.text("slo"),
        line=node.line,
    )


def _read_named(node: Node) -> Named:
    return Named(node.text("name"), node.text("url"), node.text("notes"), node.line)


def _read_work(node: Node) -> Work:
    return Work(
        now=tuple(map(_read_item, node.children("now"))),
        next=tuple(map(_read_item, node.children("next"))),
        later=tuple(map(_read_item, node.children("later"))),
        cross_team=tuple(map(_read_item, node.children("crossTeam"))),
        roadmap_url=node.text("roadmapUrl"),
    )


def _read_item(node: Node) -> WorkItem:
    return WorkItem(node.text("title"), node.text("url"), node.text("ref"), node.line)


def _read_interaction(node: Node) -> Interaction:
    since, duration = read_iso_date(node.text("start")), _duration(node, "expectedDuration")
    until = read_iso_date(node.text("expectedEnd"))
    return Interaction(
        team_text=node.text("team"),
        mode=read_word(Mode, node.text("mode")),
        role=read_word(Role, node.text("role")),
        purpose=node.text("purpose"),
        status=read_word(Status, node.text("status")) or Status.CURRENT,
        since_date=since,
        until_date=until or (duration.after(since) if since and duration else None),
        duration_text=duration.text if duration else "",
        about=node.texts("about"),
        line=node.line,
    )


def _read_dependency(node: Node) -> Dependency:
    return Dependency(node.text("team"), node.text("type"), node.text("description"), node.line)

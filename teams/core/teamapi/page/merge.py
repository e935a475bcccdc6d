"""Joins what a team wrote with what is observed into its page. Half of a Team API writes itself.

The team writes focus, type, channels, promises, ways of working, interactions and plans. Observed are what it owns,
with repository, API documents, lifecycle and on-call; its members; who uses what it owns and what it uses; and with
whom it works. Nothing of either side is left out, and where they differ both are shown.
"""

from __future__ import annotations

from datetime import UTC

from teams.core.teamapi.document import Dialect, Meeting, Named, Offering, TeamApiDocument, WorkItem
from teams.core.teamapi.durations import Duration
from teams.core.teamapi.naming import bind_team, namespace_of
from teams.core.teamapi.page.facts import OnCallFact, TeamFacts
from teams.core.teamapi.page.fields import agree, join, observe, write
from teams.core.teamapi.page.links import safe_url
from teams.core.teamapi.page.model import Part, Row, Source, TeamPage
from teams.core.teamapi.page.neighbours import show_interactions, show_neighbours
from teams.core.teamapi.page.owned import show_owned
from teams.core.teamapi.page.reach import show_channels
from teams.core.teamapi.page.recurrence import say_recurrence

NO_DOCUMENT = "The team keeps no Team API yet; the ready file is a start."

_NOTHING_SAID = TeamApiDocument(Dialect.NATIVE)


def merge_team_page(document: TeamApiDocument | None, facts: TeamFacts) -> TeamPage:
    """The page of a team, with or without a document."""
    said = document or _NOTHING_SAID
    return TeamPage(
        ref=facts.ref,
        name=said.name or facts.name,
        focus=said.focus or facts.focus,
        has_document=document is not None,
        parts=(
            _show_identity(said, facts),
            _show_on_call(facts),
            show_channels(said, facts),
            show_owned(said, facts),
            _show_offerings(said),
            _show_versioning(said),
            _show_quality(said),
            show_interactions(said, facts),
            _show_plans(said),
            _show_ways(said),
            _show_people(said, facts),
            show_neighbours(said, facts),
            _show_reading(said),
            _show_review(document, facts),
        ),
        prose=said.prose,
        document_url=safe_url(facts.document_url),
    )


def _show_identity(said: TeamApiDocument, facts: TeamFacts) -> Part:
    fields = (
        *agree("name", said.name, facts.name, said.line_of("name")),
        *(write("focus", said.focus, said.line_of("focus")) or observe("focus", facts.focus)),
        *write("purpose", said.purpose, said.line_of("purpose")),
        *write("type", said.type or "", said.line_of("type")),
        *write("part of the platform", _name_team(said.platform, said, facts), said.line_of("platform")),
        *write("part of the value stream", said.value_stream, said.line_of("value_stream")),
        *observe("part of", facts.directory.teams.get(facts.parent_ref, facts.parent_ref)),
        *write("since", said.established),
        *write("working hours", said.working_hours),
        *write("time zones", join(said.time_zones)),
        *write("look for us under", join(said.search_terms), said.line_of("search_terms")),
        *write("cognitive load", said.cognitive_load, said.line_of("cognitive_load")),
    )
    return Part("identity", "Who we are", fields, hint="Say what the team is there for, in one sentence.")


def _name_team(text: str, said: TeamApiDocument, facts: TeamFacts) -> str:
    """The shown name of the team a text stands for, else the text."""
    return facts.directory.teams.get(bind_team(text, facts.directory, namespace_of(said))) or text


def _show_on_call(facts: TeamFacts) -> Part:
    rows = tuple(map(_show_schedule, facts.on_call))
    return Part("on-call", "Who is on call now", rows=rows, hint="No schedule of this team is known.")


def _show_schedule(fact: OnCallFact) -> Row:
    until = f"{fact.until_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if fact.until_at else ""
    who = "not known" if fact.unknown else join(fact.people) or "nobody"
    fields = (*observe("on call", who), *observe("until", until), *observe("why", fact.unknown))
    return Row(fact.schedule, Source.OBSERVED, fields, url=safe_url(fact.url))


def _show_offerings(said: TeamApiDocument) -> Part:
    rows = tuple(map(_show_offering, said.provides))
    return Part("provides", "What you may rely on", rows=rows, hint="Say what others may ask for, and what to expect.")


def _show_offering(item: Offering) -> Row:
    fields = (
        *write("entity", item.ref_text),
        *write("expect", item.expectations),
        *write("available", f"{item.availability:g} %" if item.availability is not None else ""),
        *write("answers in", f"{item.latency_ms:g} ms" if item.latency_ms is not None else ""),
        *write("people answer", _within(item.response_time)),
        *write("notice before it goes", item.deprecation_notice.in_words if item.deprecation_notice else ""),
        *write("how to get it", item.how_to_request),
        *write("docs", item.docs),
    )
    return Row(item.name, Source.WRITTEN, fields, line=item.line)


def _show_versioning(said: TeamApiDocument) -> Part:
    versioning, line = said.versioning, said.versioning.line
    notice = versioning.deprecation_notice
    fields = (
        *write("scheme", versioning.scheme, line),
        *write("releases", versioning.release_cadence, line),
        *write("notice before anything goes", notice.in_words if notice else "", versioning.notice_line),
        *write("changes are announced in", versioning.changelog, line),
        *write("notes", versioning.notes, line),
    )
    return Part(
        "versioning", "How we change things", fields, hint="Say how versions are numbered, and how long old ones stay."
    )


def _show_quality(said: TeamApiDocument) -> Part:
    quality, line = said.quality, said.quality.line
    fields = (
        *write("objective", quality.slo, line),
        *write("testing", quality.testing, line),
        *write("a change must pass", join(quality.gates), line),
        *write("environments", join(quality.environments), line),
    )
    return Part("quality", "How we keep it good", fields, hint="Say what the team holds itself to, and how it tests.")


def _show_plans(said: TeamApiDocument) -> Part:
    work = said.work
    groups = (("now", work.now), ("next", work.next), ("later", work.later), ("across teams", work.cross_team))
    rows = tuple(_show_item(item, when) for when, items in groups for item in items)
    fields = write("roadmap", work.roadmap_url)
    return Part("work", "What we are working on", fields, rows, "Say what the team works on now, and what comes next.")


def _show_item(item: WorkItem, when: str) -> Row:
    fields = (*write("when", when), *write("about", item.ref_text))
    return Row(item.title, Source.WRITTEN, fields, url=safe_url(item.url), line=item.line)


def _show_ways(said: TeamApiDocument) -> Part:
    rows = (
        *(_show_named(each, "way of working") for each in said.ways_of_working),
        *(_show_named(each, "practice") for each in said.practices),
        *map(_show_meeting, said.meetings),
    )
    return Part("ways", "How we work", rows=rows, hint="Say how the team organises its work.")


def _show_named(item: Named, kind: str) -> Row:
    return Row(item.name, Source.WRITTEN, write(kind, item.notes), url=safe_url(item.url), line=item.line)


def _show_meeting(item: Meeting) -> Row:
    time = " ".join(filter(None, (item.time_of_day, item.time_zone)))
    fields = (
        *write("meets", item.recurrence or say_recurrence(item.rrule)),
        *write("at", time),
        *write("takes", Duration(f"PT{item.minutes}M").in_words if item.minutes else ""),
        *write("open to others", {True: "yes", False: "no", None: ""}[item.is_open]),
    )
    return Row(item.purpose, Source.WRITTEN, fields, url=safe_url(item.url), line=item.line)


def _show_people(said: TeamApiDocument, facts: TeamFacts) -> Part:
    rows = tuple(
        Row(member.name, Source.OBSERVED, observe("role", "lead" if member.is_lead else ""), member.ref)
        for member in facts.members
    )
    observed = str(len(facts.members)) if facts.members else ""
    fields = agree("people", str(said.size) if said.size else "", observed)
    return Part("people", "Who is in the team", fields, rows, "The catalog knows nobody in this team.")


def _show_reading(said: TeamApiDocument) -> Part:
    rows = (*(_show_named(each, "") for each in said.docs), *(_show_named(each, "means") for each in said.glossary))
    return Part("more", "What else to know", rows=rows, hint="Name the places where others can read more.")


def _show_review(document: TeamApiDocument | None, facts: TeamFacts) -> Part:
    if document is None:
        return Part("review", "How fresh this is", hint=NO_DOCUMENT)
    looked = document.last_review_date
    due = Duration(f"P{document.review_every_days}D").after(looked) if looked else None
    note = "overdue" if due and due < facts.today else ""
    fields = (
        *write(
            "updated", document.updated_date.isoformat() if document.updated_date else "", document.line_of("updated")
        ),
        *write("reviewed", document.reviewed_date.isoformat() if document.reviewed_date else ""),
        *write("next review by", due.isoformat() if due else "", document.line_of("review_every_days"), note),
    )
    return Part("review", "How fresh this is", fields, hint="Say when the document was last found right.")


def _within(duration: Duration | None) -> str:
    return f"within {duration.in_words}" if duration else ""

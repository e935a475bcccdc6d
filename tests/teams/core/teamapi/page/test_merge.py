"""The page of a team: written and observed side by side, nothing of either left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from teams.core.teamapi.page.facts import CommonWorkFact
from teams.core.teamapi.page.merge import NO_DOCUMENT, merge_team_page
from teams.core.teamapi.page.model import Field, Part, Row, Source, TeamPage
from tests.teams.core.teamapi.page.facts import BARE, COAST, FACTS, PILOTS, RAIL
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read

PAGE = merge_team_page(read(FULL), FACTS)
WITHOUT = merge_team_page(None, FACTS)


def field(part: Part | Row, label: str) -> Field:
    (found,) = [each for each in part.fields if each.label == label]
    return found


def labels(part: Part | Row) -> dict[str, str]:
    return {each.label: each.text for each in part.fields}


def row(page: TeamPage, part: str, title: str) -> Row:
    (found,) = [each for each in page.part(part).rows if each.title == title]
    return found


def test_the_five_parts_of_the_template_come_with_interactions_and_plans() -> None:
    ids = [part.id for part in PAGE.parts]
    assert {"identity", "channels", "owned", "versioning", "quality", "interactions", "work"} <= set(ids)
    assert ids[:4] == ["identity", "on-call", "channels", "owned"]


def test_every_part_is_there_for_a_team_that_keeps_no_document_and_has_nothing() -> None:
    page = merge_team_page(None, BARE)
    assert [part.id for part in page.parts] == [part.id for part in PAGE.parts]
    assert all(part.hint for part in page.parts)
    assert [part.id for part in page.parts if not part.is_empty] == ["identity"]
    assert page.part("review").hint == NO_DOCUMENT
    assert (page.name, page.has_document) == ("Harbour", False)


def test_half_of_it_writes_itself() -> None:
    assert not WITHOUT.has_document
    assert (WITHOUT.name, WITHOUT.focus) == ("Harbour Team", "Berths and tides")
    filled = {part.id for part in WITHOUT.parts if not part.is_empty}
    assert filled == {"identity", "on-call", "channels", "owned", "interactions", "people", "neighbours"}
    sources = {each.source for part in WITHOUT.parts for each in part.fields}
    assert sources | {each.source for part in WITHOUT.parts for each in part.rows} == {Source.OBSERVED}


def test_identity_says_who_says_what() -> None:
    identity = PAGE.part("identity")
    assert field(identity, "name") == Field("name", "Harbour", Source.WRITTEN, note="observed: Harbour Team", line=10)
    assert field(identity, "focus").source is Source.WRITTEN
    assert field(identity, "part of the platform").text == "Coast"
    assert field(identity, "part of") == Field("part of", "Coast", Source.OBSERVED)
    assert field(identity, "look for us under").text == "berths, tides"
    same = merge_team_page(read(FULL), replace(FACTS, name="harbour"))
    assert field(same.part("identity"), "name").source is Source.BOTH


def test_channels_of_document_and_group_are_one_list() -> None:
    rows = {each.title: each for each in PAGE.part("channels").rows}
    assert list(rows) == ["#harbour-help", "harbour", "Berths now", "harbour@port.example"]
    assert rows["#harbour-help"].source is Source.BOTH
    assert labels(rows["#harbour-help"]) == {
        "for": "questions",
        "kind": "slack",
        "answers": "within 4 hours, in working hours",
    }
    assert rows["harbour"].source is Source.WRITTEN
    assert rows["Berths now"].source is Source.OBSERVED
    assert rows["harbour@port.example"].url == "mailto:harbour@port.example"


def test_owned_by_both_sides_by_one_and_by_the_other() -> None:
    rows = PAGE.part("owned").rows
    assert [(each.title, each.source) for each in rows] == [
        ("Berth planner", Source.BOTH),
        ("tide-table", Source.BOTH),
        ("lamps", Source.OBSERVED),
    ]
    planner = rows[0]
    assert planner.ref == "component:shore/berth-planner"
    assert field(planner, "lifecycle") == Field("lifecycle", "production", Source.WRITTEN, note="observed: deprecated")
    repository = field(planner, "repository")
    assert (repository.source, repository.url) == (Source.BOTH, "https://git.example/shore/berth-planner")
    documents = field(planner, "API documents")
    assert (documents.source, documents.text) == (Source.BOTH, "docs/openapi.yaml")
    assert documents.url.endswith("/blob/main/docs/openapi.yaml")
    assert field(planner, "docs").note == "observed: https://docs.example/other"
    assert field(planner, "on call now").source is Source.OBSERVED
    assert field(planner, "woken by").text == "schedule:shore/harbour-primary"


def test_claim_that_the_catalog_does_not_share_says_so() -> None:
    text = SMALLEST + "owns: [{ref: ferry}, {ref: 'https://git.example/shore/ferry'}, {ref: ferry, kind: library}]"
    ferry, address = merge_team_page(read(text), BARE).part("owned").rows
    assert (ferry.title, ferry.ref, ferry.source) == ("ferry", "component:default/ferry", Source.WRITTEN)
    assert ferry.note == "the catalog does not name this team as its owner"
    assert (address.url, address.ref, address.note) == ("https://git.example/shore/ferry", "", "")


def test_interactions_with_what_is_observed_of_them() -> None:
    rows = {each.title: each for each in PAGE.part("interactions").rows}
    assert list(rows) == ["Pilots", "Coast", "Customs office", "Rail"]
    assert (rows["Pilots"].ref, rows["Pilots"].source) == (PILOTS, Source.BOTH)
    assert rows["Pilots"].note == "past its end by 93 days"
    assert field(rows["Pilots"], "worked on together").text == "12 commits in 60 days, on berth-planner"
    assert field(rows["Coast"], "we use").text == "weather"
    assert (rows["Coast"].note, rows["Customs office"].ref) == ("", "")
    assert rows["Customs office"].source is Source.WRITTEN
    assert (rows["Rail"].source, rows["Rail"].ref) == (Source.OBSERVED, RAIL)
    assert labels(rows["Rail"]) == {"uses of ours": "berth-planner"}


def test_one_past_day_and_one_commit_are_singular() -> None:
    facts = replace(FACTS, today=date(2026, 3, 1), common_work=(CommonWorkFact(PILOTS, 1, 60),))
    pilots = row(merge_team_page(read(FULL), facts), "interactions", "Pilots")
    assert pilots.note == "past its end by 1 day"
    assert field(pilots, "worked on together").text == "1 commit in 60 days"
    last_day = merge_team_page(read(FULL), replace(FACTS, today=date(2026, 2, 28)))
    assert row(last_day, "interactions", "Pilots").note == ""


def test_ended_interactions_stand_last_and_are_never_overdue() -> None:
    text = (
        SMALLEST
        + "interactions:\n"
        + "  - {team: A, mode: collaboration, expectedEnd: 2020-01-01, status: ended}\n"
        + "  - {team: B, mode: collaboration, expectedEnd: 2020-01-01}\n"
    )
    first, second = merge_team_page(read(text), BARE).part("interactions").rows
    assert (first.title, second.title, second.note) == ("B", "A", "")
    assert first.note.startswith("past its end")


def test_plans_people_and_neighbours() -> None:
    assert [(each.title, field(each, "when").text) for each in PAGE.part("work").rows] == [
        ("Night plans", "now"),
        ("Fewer waits", "next"),
        ("Two harbours", "later"),
        ("One word for ship", "across teams"),
    ]
    assert [each.title for each in PAGE.part("people").rows] == ["Ada", "Bo"]
    assert field(PAGE.part("people"), "people") == Field("people", "6", Source.WRITTEN, note="observed: 2")
    assert [(each.title, each.ref) for each in PAGE.part("neighbours").rows] == [
        ("Rail", RAIL),
        ("Coast", COAST),
        ("group:default/customs", ""),
    ]
    assert [each.title for each in PAGE.part("ways").rows] == ["Kanban", "Pairing", "daily"]


def test_promises() -> None:
    (offering,) = PAGE.part("provides").rows
    assert labels(offering)["available"] == "99.5 %"
    assert labels(offering)["people answer"] == "within 1 day"
    assert labels(offering)["notice before it goes"] == "180 days"
    assert field(PAGE.part("versioning"), "notice before anything goes").text == "90 days"
    assert field(PAGE.part("quality"), "objective").text == "99 % of ships on time"


def test_how_fresh_it_is() -> None:
    review = field(PAGE.part("review"), "next review by")
    assert (review.text, review.note) == ("2026-07-19", "")
    late = merge_team_page(read(FULL), replace(FACTS, today=date(2026, 7, 20)))
    assert field(late.part("review"), "next review by").note == "overdue"
    last_day_there_is = merge_team_page(read(SMALLEST.replace("2026-03-01", "9999-12-31")), BARE)
    assert labels(last_day_there_is.part("review")) == {"updated": "9999-12-31"}


def test_nobody_on_call_is_said() -> None:
    silent = replace(FACTS, on_call=(replace(FACTS.on_call[0], people=(), until_at=None),))
    (schedule,) = merge_team_page(None, silent).part("on-call").rows
    assert labels(schedule) == {"on call": "nobody"}
    (schedule,) = PAGE.part("on-call").rows
    assert labels(schedule) == {"on call": "Ada", "until": "2026-06-01 18:00 UTC"}


def test_a_schedule_that_cannot_be_read_is_not_called_nobody() -> None:
    unread = replace(FACTS, on_call=(replace(FACTS.on_call[0], people=(), until_at=None, unknown="It is broken."),))
    (schedule,) = merge_team_page(None, unread).part("on-call").rows
    assert labels(schedule) == {"on call": "not known", "why": "It is broken."}


def test_only_safe_addresses_are_links() -> None:
    text = (
        SMALLEST
        + "channels:\n"
        + "  - {type: web, address: 'javascript:alert(1)', url: 'javascript:alert(2)'}\n"
        + "  - {type: email, address: a@port.example}\n"
        + "  - {type: web, address: 'https://port.example'}\n"
        + "owns: [{ref: a, docs: 'data:text/html,x', runbook: docs/run.md, apiDocs: 'https://a b'}]\n"
    )
    page = merge_team_page(read(text), BARE)
    assert [each.url for each in page.part("channels").rows] == ["", "mailto:a@port.example", "https://port.example"]
    assert {each.url for each in page.part("owned").rows[0].fields} == {""}


def test_every_statement_of_a_document_stands_somewhere_on_its_page() -> None:
    shown = " ".join(
        f"{each.title} {each.url} {' '.join(f'{inner.text} {inner.url}' for inner in each.fields)}"
        for part in PAGE.parts
        for each in (*part.rows, Row("", Source.WRITTEN, part.fields))
    )
    for said in (
        *(
            "Nobody waits at sea",
            "Europe/Oslo",
            "high",
            "stream-aligned",
            "Shipping",
            "2021-07",
            "https://meet.example/h",
        ),
        *("Says which ship lies where", "docs/runbook.md", "api-versions", "Plans are ready by six", "300 ms"),
        *("Ask in the channel", "weekly", "CHANGELOG.md", "Old plans stay readable", "basin, sea", "Limit of three"),
        *(
            "https://docs.example/handbook",
            "A place for one ship",
            "https://track.example/roadmap",
            "Papers take a day",
        ),
        *("facilitated", "Plan by draught", "2026-01-31", "every week on Monday and Tuesday", "15 minutes"),
        *("tests, review", "slowing"),
    ):
        assert said in shown

"""The Markdown template, filled in: with its labelled list, and with a heading for each question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from teams.core.teamapi.document import (
    Channel,
    Dialect,
    Interaction,
    Mode,
    Named,
    Offering,
    Owned,
    ParsedTeamApi,
    Severity,
    Status,
    TeamType,
    WorkItem,
)
from teams.core.teamapi.durations import Duration
from teams.core.teamapi.parse import parse_team_api

LABELLED = """\
# Our Team API

Date: 2026-04-05

* Team name and focus: Quay crew - loads and unloads ships
* Team type: Stream-Aligned
* Part of a Platform? (y/n) Details: yes, Coast services
* Do we provide a service to other teams? (y/n) Details: y - crane hours
* What kind of Service Level Expectations do other teams have of us? Cranes are there by six
* Software owned and evolved by this team:
  * Cranes
    * Crane control (PLC)
    * Load plans
  * Quay map
* Versioning approaches: semver; 3 months notice
* Wiki search terms: "cranes", berths
* Chat tool channels: #quay #quay-night #_________
* Time of daily sync meeting:
  * 7:45 AM at the gate

### What we're currently working on

* Our services and systems: night shifts; new cranes
* Ways of working: Kanban
* Wider cross-team or organisational improvements: one word for ship

### Teams we currently interact with

| Team name/focus | Interaction Mode | Purpose | Duration |
| --------------- | ---------------- | ------- | -------- |
| Pilots | Collaboration | draught | since April 2026 |
| Customs | Papers-as-a-Service | papers | ongoing |
| .               |                  |         |          |

### Teams we expect to interact with soon

| Team name/focus | Interaction Mode | Purpose | Duration |
| --------------- | ---------------- | ------- | -------- |
| Rail | Facilitating | timetables | 2 months |
"""

HEADED = """\
# Quay crew

## Team name and focus

Quay crew \u2013 loads ships.

## Team type

Stream-aligned

## Part of a platform grouping?

No

## Services provided (if applicable)

N/A - we load ships.

## Service-level expectations (SLA)

- Crane availability: 99 %
- Answers within a day

## Software owned and evolved by this team

- **Load plans**: what goes where
- Quay map

## Versioning approaches

- Semantic versioning
- Breaking changes announced 2 weeks ahead

## Wiki and documentation

- [Handbook](https://docs.example/quay)
- the shelf

## Glossary

- **Berth**: a place for one ship

## Communication

- **Chat**: #quay
- **Email**: quay@port.example
- **Foreman**: Ada (ada@port.example)

## What we're currently working on

- Night shifts
  - lamps
  - tea
- New cranes

## Why we exist

Because ships do.
"""


def parse(text: str) -> ParsedTeamApi:
    return parse_team_api("docs/TEAM_API.md", text.encode())


def notes(parsed: ParsedTeamApi) -> dict[int, str]:
    assert all(each.severity is Severity.NOTE for each in parsed.problems)
    return {each.line: each.message for each in parsed.problems if each.line != 5}


def test_labelled_list() -> None:
    parsed = parse(LABELLED)
    document = parsed.document
    assert document is not None
    assert parsed.dialect is document.dialect is Dialect.TEMPLATE
    assert (document.name, document.focus) == ("Quay crew", "loads and unloads ships")
    assert (document.team_text, document.team_ref) == ("Quay crew", "")
    assert (document.type, document.platform) == (TeamType.STREAM_ALIGNED, "Coast services")
    assert document.updated_date == date(2026, 4, 5)
    assert document.provides == (
        Offering("crane hours"),
        Offering("Service level expectations", expectations="Cranes are there by six"),
    )
    assert document.owns == (Owned("Crane control", description="PLC"), Owned("Load plans"), Owned("Quay map"))
    assert (document.versioning.scheme, document.versioning.deprecation_notice) == ("semver", Duration("P3M"))
    assert document.search_terms == ("cranes", "berths")
    assert document.channels == (Channel("chat", "#quay"), Channel("chat", "#quay-night"))
    assert (document.meetings[0].time_of_day, document.meetings[0].recurrence) == ("07:45", "7:45 AM at the gate")
    assert document.work.now == (WorkItem("night shifts"), WorkItem("new cranes"))
    assert document.ways_of_working == (Named("Kanban"),)
    assert document.work.cross_team == (WorkItem("one word for ship"),)


def test_tables_of_interactions() -> None:
    document = parse(LABELLED).document
    assert document is not None
    assert document.interactions == (
        Interaction(
            "Pilots",
            Mode.COLLABORATION,
            purpose="draught",
            since_date=date(2026, 4, 1),
            duration_text="since April 2026",
        ),
        Interaction("Customs", Mode.X_AS_A_SERVICE, purpose="papers", duration_text="ongoing"),
        Interaction("Rail", Mode.FACILITATING, purpose="timetables", status=Status.EXPECTED, duration_text="2 months"),
    )
    assert [each.line for each in document.interactions] == [31, 32, 39]


def test_what_was_not_understood_is_told() -> None:
    parsed = parse(LABELLED)
    assert notes(parsed) == {32: '"Papers-as-a-Service", with Customs, is read as x-as-a-service'}


def test_a_heading_for_each_question() -> None:
    document = parse(HEADED).document
    assert document is not None
    assert (document.name, document.focus, document.type) == ("Quay crew", "loads ships.", TeamType.STREAM_ALIGNED)
    assert document.platform == ""
    assert document.provides == (Offering("Crane availability", expectations="99 %"), Offering("Answers within a day"))
    assert document.owns == (Owned("Load plans", description="what goes where"), Owned("Quay map"))
    assert document.versioning.deprecation_notice == Duration("P2W")
    assert document.versioning.notice_line == 32
    assert document.docs == (Named("Handbook", "https://docs.example/quay"),)
    assert document.glossary == (Named("Berth", notes="a place for one ship"),)
    assert document.channels == (Channel("chat", "#quay"), Channel("email", "quay@port.example"))
    assert document.work.now == (WorkItem("Night shifts: lamps; tea"), WorkItem("New cranes"))
    assert document.prose == "## Why we exist\n\nBecause ships do."


def test_a_person_s_address_is_no_channel_of_the_team() -> None:
    assert notes(parse(HEADED)) == {
        37: '"the shelf" has no link and was left out',
        47: 'the channel "Foreman: Ada (ada@port.example)" is not understood',
        56: 'what stands under "Why we exist" is kept as prose',
    }


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("* Team type: half and half", '"half and half" is not understood as a team type'),
        ("* Part of a Platform? (y/n) Details: sorta", '"sorta" does not say what the team is part of'),
        ("* Something else: entirely", '"Something else: entirely" is not understood and was left out'),
        ("Date: next week", '"next week" is not understood as a single date (write 2026-03-31)'),
        ("> help", None),
        ("* Part of a Platform? (y/n) Details: no", None),
        ("* Wiki search terms: ___", None),
        ("* Time of daily sync meeting:", None),
    ],
)
def test_notes_on_single_lines(line: str, note: str | None) -> None:
    parsed = parse(f"## Team API\n\n{line}\n\n* Team name and focus: Quay - ships\n* Versioning approaches: semver\n")
    assert [each.message for each in parsed.problems if each.line == 3] == ([] if note is None else [note])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Readme\n\nHow to build this.\n",
        "## Team API\n\nDate:\n\n* Team name and focus:\n* Team type:\n* Chat tool channels: #____ #____\n",
        "### Teams we currently interact with\n\n| Team name | Interaction Mode |\n|---|---|\n| . | |\n",
        "* Team type: platform\n",
    ],
)
def test_template_that_nobody_filled_in_is_refused(text: str) -> None:
    parsed = parse(text)
    assert parsed.document is None
    assert [each.severity for each in parsed.problems] == [Severity.ERROR]
    assert parsed.problems[0].remedy


def test_name_and_focus_without_a_dash() -> None:
    text = "* Team name and focus: {}\n* Versioning approaches: semver\n* Team type: platform\n"
    short = parse(text.format("Quay crew")).document
    assert short is not None
    assert (short.name, short.focus) == ("Quay crew", "")
    long = parse(text.format("We load ships in the night")).document
    assert long is not None  # whose it is says the group that points at it
    assert (long.name, long.focus) == ("", "We load ships in the night")


def test_template_of_team_topologies_filled_in_by_a_real_team(shared: Path) -> None:
    path = shared / "corpus" / "teamapi" / "eightyeighteyes__taco-team-topology__README.md"
    document = parse_team_api("README.md", path.read_bytes()).document
    assert document is not None
    assert document.focus.startswith("building and maintaining systems around")
    assert document.updated_date == date(2022, 8, 16)
    assert len(document.owns) == 23
    assert len(document.channels) == 3
    assert len(document.search_terms) == 5
    assert [each.mode for each in document.interactions].count(Mode.X_AS_A_SERVICE) == 4
    assert [each.status for each in document.interactions].count(Status.EXPECTED) == 1


def test_template_of_team_topologies_itself_is_nobody_s(shared: Path) -> None:
    path = shared / "corpus" / "teamapi" / "TeamTopologies__Team-API-template__README.md"
    assert parse_team_api("README.md", path.read_bytes()).document is None

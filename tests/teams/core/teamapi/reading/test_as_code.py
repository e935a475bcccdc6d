"""TeamAPI-As-Code: read for what it holds, with a note for the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from teams.core.teamapi.document import (
    Channel,
    Dependency,
    Dialect,
    Interaction,
    Meeting,
    Mode,
    Named,
    Owned,
    Severity,
    TeamType,
    WorkItem,
)
from teams.core.teamapi.parse import parse_team_api

TEXT = """\
teamapi: 0.1.0
info:
  name: Quay crew
  focus: Loads ships
  type: stream-aligned
  motto: Heave
channels:
  - {type: slack, name: quay}
  - {type: pigeon, name: coop}
searchTerms:
  - term: cranes
platform:
  - $ref: https://git.example/coast/teamapi.yml
services:
  - name: Load plans
    url: https://docs.example/plans
    versioning: {type: semantic}
    repository: https://git.example/quay/plans
work:
  services:
    - {name: Night shifts, $ref: "https://track.example/1"}
  waysOfWorking:
    - {name: Kanban}
  crossTeam:
    - {name: One word for ship}
meetings:
  - {purpose: daily, dayOfWeek: Wednesday, timeOfDay: 09:00, durationMinutes: 15}
  - {type: weekly, dayOfWeek: someday}
interactions:
  - team-name: Coast
    mode: X-as-a-service
    purpose: Weather
    startDate: 01/01/2026
    expectedDuration: 3
    expectedDurationUnit: months
  - teamName: Rail
    mode: waving
    startDate: unknown
dependencies:
  - {teamName: Customs, type: Blocking, description: Papers, $ref: "https://git.example/customs"}
"""


def test_every_part() -> None:
    parsed = parse_team_api("TeamAPI.yaml", TEXT.encode())
    document = parsed.document
    assert document is not None
    assert parsed.dialect is document.dialect is Dialect.AS_CODE
    assert (document.team_text, document.team_ref, document.focus) == ("Quay crew", "", "Loads ships")
    assert document.type is TeamType.STREAM_ALIGNED
    assert document.platform == "https://git.example/coast/teamapi.yml"
    assert document.channels == (Channel("slack", "quay"), Channel("other", "coop"))
    assert document.search_terms == ("cranes",)
    assert document.owns == (
        Owned(
            "Load plans",
            docs="https://docs.example/plans",
            repository="https://git.example/quay/plans",
            versioning="semver",
        ),
    )
    assert document.work.now == (WorkItem("Night shifts", "https://track.example/1"),)
    assert document.work.cross_team == (WorkItem("One word for ship"),)
    assert document.ways_of_working == (Named("Kanban"),)
    assert document.meetings == (
        Meeting("daily", rrule="FREQ=WEEKLY;BYDAY=WE", time_of_day="09:00", minutes=15),
        Meeting("weekly"),
    )
    assert document.interactions == (
        Interaction(
            "Coast",
            Mode.X_AS_A_SERVICE,
            purpose="Weather",
            since_date=date(2026, 1, 1),
            until_date=date(2026, 4, 1),
            duration_text="3 months",
        ),
        Interaction("Rail"),
    )
    assert document.dependencies == (Dependency("Customs", "blocking", "Papers - https://git.example/customs"),)
    assert (document.line_of("type"), document.owns[0].line, document.interactions[1].line) == (5, 15, 36)


def test_notes_on_all_that_was_not_understood() -> None:
    problems = parse_team_api("TeamAPI.yaml", TEXT.encode()).problems
    assert {each.severity for each in problems} == {Severity.NOTE}
    assert {each.line: each.message for each in problems} == {
        6: "info.motto is not understood and was left out",
        9: 'channels.1.type: "pigeon" is not understood as a kind of channel',
        28: 'meetings.1.dayOfWeek: "someday" is not understood as a day of the week',
        37: 'interactions.1.mode: "waving" is not understood as a mode of interaction',
        38: 'interactions.1.startDate: "unknown" is not understood as a date',
    }


def test_wrong_types_are_told_not_dropped() -> None:
    text = "teamapi: 0.1.0\ninfo: {name: Quay, focus: [a, b]}\nchannels: none\nservices: [crane, {name: x}]\n"
    parsed = parse_team_api("TeamAPI.yaml", text.encode())
    assert parsed.document is not None
    assert [each.message for each in parsed.problems] == [
        "info.focus is not understood and was left out",
        "channels is not understood and was left out",
        "services.0 is not understood and was left out",
    ]


def test_without_a_name_it_is_that_of_the_group_that_points_at_it() -> None:
    parsed = parse_team_api("TeamAPI.yaml", b"teamapi: 0.1.0\ninfo: {focus: a}\n")
    assert parsed.document is not None
    assert (parsed.document.team_ref, parsed.document.focus, parsed.dialect) == ("", "a", Dialect.AS_CODE)


def test_example_of_the_specification(shared: Path) -> None:
    name = "TeamTopologies__TeamAPI-As-Code__examples__team-interactions.yml"
    parsed = parse_team_api(name, (shared / "corpus" / "teamapi" / name).read_bytes())
    assert parsed.document is not None
    assert parsed.problems == ()
    assert [each.mode for each in parsed.document.interactions] == [Mode.X_AS_A_SERVICE, Mode.FACILITATING]
    assert [each.type for each in parsed.document.dependencies] == ["blocking", "ok"]


def test_example_that_is_no_yaml_is_one_error_with_its_line(shared: Path) -> None:
    name = "TeamTopologies__TeamAPI-As-Code__examples__details.yml"
    parsed = parse_team_api(name, (shared / "corpus" / "teamapi" / name).read_bytes())
    assert parsed.document is None
    assert [(each.line, each.severity) for each in parsed.problems] == [(3, Severity.ERROR)]

"""Our own form, read into a document: every field arrives, with its line."""

from __future__ import annotations

from datetime import date

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
    TeamType,
    Versioning,
    Work,
    WorkItem,
)
from teams.core.teamapi.durations import Duration
from teams.core.teamapi.parse import parse_team_api
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read


def line_of(text: str) -> int:
    """The line of the full sample in which a text first stands."""
    return FULL[: FULL.index(text)].count("\n") + 1


def test_identity() -> None:
    document = read(FULL)
    assert document.dialect is Dialect.NATIVE
    assert (document.team_text, document.team_ref) == ("group:Shore/Harbour", "group:shore/harbour")
    assert (document.name, document.focus) == ("Harbour", "Ships come in and leave on time")
    assert (document.purpose, document.established, document.size) == ("Nobody waits at sea", "2021-07", 6)
    assert document.time_zones == ("Europe/Oslo", "Atlantic/Azores")
    assert (document.working_hours, document.search_terms) == ("08:00-16:00", ("berths", "tides"))
    assert (document.cognitive_load, document.type) == ("high", TeamType.STREAM_ALIGNED)
    assert (document.platform, document.value_stream) == ("group:default/coast", "Shipping")
    assert (document.updated_date, document.reviewed_date) == (date(2026, 3, 1), date(2026, 5, 20))
    assert document.last_review_date == date(2026, 5, 20)
    assert document.review_every_days == 60


def test_channels_and_meetings() -> None:
    document = read(FULL)
    assert document.channels == (
        Channel(
            "slack",
            "#harbour-help",
            "https://chat.example/harbour",
            ("questions",),
            Duration("PT4H"),
            "working-hours",
        ),
        Channel("pager", "harbour", purposes=("incidents", "support")),
    )
    assert document.meetings == (
        Meeting(
            "daily",
            rrule="FREQ=WEEKLY;BYDAY=MO,TU",
            time_of_day="09:15",
            time_zone="Europe/Oslo",
            minutes=15,
            is_open=True,
            url="https://meet.example/h",
        ),
    )


def test_what_is_owned_and_promised() -> None:
    document = read(FULL)
    assert document.owns == (
        Owned(
            "component:shore/berth-planner",
            "service",
            "Says which ship lies where",
            "https://git.example/shore/berth-planner",
            "docs/openapi.yaml",
            "https://docs.example/berths",
            "docs/runbook.md",
            "schedule:shore/harbour-primary",
            "production",
            "api-versions",
            "Plans are ready by six",
        ),
        Owned("tide-table", "dataset"),
    )
    assert document.provides == (
        Offering(
            "Berth plan",
            "api:shore/berths",
            "A plan for every ship, two days ahead",
            99.5,
            300,
            Duration("P1D"),
            Duration("P180D"),
            "Ask in the channel",
            "https://docs.example/plan",
        ),
    )
    assert document.versioning == Versioning(
        "semver", "weekly", Duration("P90D"), "CHANGELOG.md", "Old plans stay readable"
    )
    assert document.quality == Quality(
        "Each tide is simulated", ("tests", "review"), ("basin", "sea"), "99 % of ships on time"
    )


def test_ways_of_working_words_and_plans() -> None:
    document = read(FULL)
    assert document.ways_of_working == (Named("Kanban", "https://docs.example/kanban", "Limit of three"),)
    assert document.practices == (Named("Pairing"),)
    assert document.docs == (Named("Handbook", "https://docs.example/handbook"),)
    assert document.glossary == (Named("berth", notes="A place for one ship"),)
    assert document.work == Work(
        now=(WorkItem("Night plans", "https://track.example/1", "component:shore/berth-planner"),),
        next=(WorkItem("Fewer waits"),),
        later=(WorkItem("Two harbours"),),
        cross_team=(WorkItem("One word for ship"),),
        roadmap_url="https://track.example/roadmap",
    )


def test_interactions_and_dependencies() -> None:
    document = read(FULL)
    pilots = Interaction(
        "group:default/pilots",
        Mode.COLLABORATION,
        Role.PEER,
        "Plan by draught",
        since_date=date(2026, 1, 31),
        until_date=date(2026, 2, 28),
        duration_text="P1M",
        about=("component:shore/berth-planner",),
    )
    coast = Interaction(
        "group:default/coast",
        Mode.X_AS_A_SERVICE,
        Role.CONSUMER,
        "Weather",
        since_date=date(2025, 1, 1),
        until_date=date(2026, 12, 31),
    )
    customs = Interaction("Customs office", Mode.FACILITATING, Role.FACILITATED, status=Status.EXPECTED)
    assert document.interactions == (pilots, coast, customs)
    assert document.dependencies == (Dependency("group:default/customs", "slowing", "Papers take a day"),)


def test_expected_end_wins_over_duration() -> None:
    text = f"{SMALLEST}interactions: [{{team: a, mode: collaboration, start: 2026-01-01, expectedDuration: P1Y, "
    assert read(text + "expectedEnd: 2026-02-02}]\n").interactions[0].until_date == date(2026, 2, 2)


def test_every_statement_knows_its_line() -> None:
    document = read(FULL)
    assert document.line_of("type") == line_of("type: stream-aligned")
    assert document.line_of("focus") == line_of("focus:")
    assert document.line_of("updated") == line_of("updated:")
    assert document.line_of("review_every_days") == line_of("reviewEveryDays:")
    assert document.channels[1].line == line_of("{type: pager")
    assert document.owns[1].line == line_of("{ref: tide-table")
    assert document.provides[0].line == line_of("name: Berth plan")
    assert document.interactions[2].line == line_of("{team: Customs office")
    assert document.dependencies[0].line == line_of("{team: group:default/customs")
    assert document.work.now[0].line == line_of("now: [{title")
    assert document.versioning.notice_line == line_of("deprecationNotice: P90D")


def test_lines_of_what_is_not_there_are_the_first() -> None:
    document = read(SMALLEST)
    assert document.line_of("type") == 1
    assert document.line_of("anything") == 1


def test_the_rest_is_empty_and_reviews_are_due_each_quarter() -> None:
    document = read(SMALLEST)
    assert (document.review_every_days, document.channels, document.type) == (90, (), None)
    assert document.last_review_date == date(2026, 3, 1)


def test_front_matter_and_prose() -> None:
    text = f"---\n{SMALLEST}type: platform\n---\n\n# Harbour\n\nShips are *large*.\n"
    document = read(text, "docs/TEAM_API.md")
    assert document.team_ref == "group:default/harbour"
    assert document.prose == "# Harbour\n\nShips are *large*."
    assert document.line_of("type") == 6


def test_windows_line_ends_and_byte_order_mark() -> None:
    text = f"\ufeff---\n{SMALLEST}---\nProse\n".replace("\n", "\r\n")
    parsed = parse_team_api("TEAM_API.md", text.encode())
    assert parsed.document is not None
    assert parsed.document.prose == "Prose"
    assert parsed.document.line_of("team") == 4


def test_json_is_yaml() -> None:
    text = '{"apiVersion": "teamapi/v1", "kind": "TeamApi", "team": "harbour", "updated": "2026-01-01"}'
    assert read(text, "team-api.json").team_ref == "group:default/harbour"


def test_lines_do_not_count_when_documents_are_compared() -> None:
    assert read(FULL) == read("# moved down\n" + FULL)
    assert read(FULL) != read(FULL.replace("size: 6", "size: 7"))

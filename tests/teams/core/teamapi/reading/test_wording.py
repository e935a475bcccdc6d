"""What people mean by their own words for types, modes, dates and channels. What has two readings has none."""

from __future__ import annotations

from datetime import date

import pytest

from teams.core.teamapi.document import Channel, Mode, TeamType
from teams.core.teamapi.reading.wording import (
    is_placeholder,
    read_channel_type,
    read_channels,
    read_date,
    read_end,
    read_mode,
    read_scheme,
    read_start,
    read_type,
)


@pytest.mark.parametrize(
    ("text", "team_type"),
    [
        ("stream-aligned", TeamType.STREAM_ALIGNED),
        ("Stream Aligned Team", TeamType.STREAM_ALIGNED),
        ("PLATFORM", TeamType.PLATFORM),
        ("platform-team", TeamType.PLATFORM),
        ("Complicated Subsystem", TeamType.COMPLICATED_SUBSYSTEM),
        ("enabling", TeamType.ENABLING),
        ("undefined", TeamType.UNDEFINED),
        ("Enabling / Stream aligned (60/40)", None),
        ("feature-team", None),
        ("support team", None),
        ("", None),
    ],
)
def test_team_types(text: str, team_type: TeamType | None) -> None:
    assert read_type(text) == team_type


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("X-as-a-Service", Mode.X_AS_A_SERVICE),
        ("xaas", Mode.X_AS_A_SERVICE),
        ("Maps-as-a-Service", Mode.X_AS_A_SERVICE),
        ("Collaboration", Mode.COLLABORATION),
        ("collaborating", Mode.COLLABORATION),
        ("Facilitation", Mode.FACILITATING),
        ("enabling", Mode.FACILITATING),
        ("service", None),
        ("collaboration or facilitating", None),
        ("none", None),
    ],
)
def test_modes(text: str, mode: Mode | None) -> None:
    assert read_mode(text) == mode


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("03/31/2026", date(2026, 3, 31)),
        ("01/01/2022", date(2022, 1, 1)),
        ("31.03.2026", date(2026, 3, 31)),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("unknown", None),
        ("March 2026", None),
        ("99/99/2026", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("since 2015", date(2015, 1, 1), None),
        ("since April 2022", date(2022, 4, 1), None),
        ("since 2026-05-06", date(2026, 5, 6), None),
        ("8 weeks (ending Feb 2026)", None, date(2026, 2, 28)),
        ("until 2026-05-06", None, date(2026, 5, 6)),
        ("from Jan 2026 until March 2026", date(2026, 1, 1), date(2026, 1, 31)),
        ("since July", None, None),
        ("Ongoing", None, None),
        ("Feb 2026", None, None),
        ("since Summer 2026", None, None),
        ("pending 2026", None, None),
        ("", None, None),
    ],
)
def test_starts_and_ends(text: str, start: date | None, end: date | None) -> None:
    assert (read_start(text), read_end(text)) == (start, end)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("semver", "semver"),
        ("Semantic versioning for all APIs", "semver"),
        ("calver", "calver"),
        ("Released continuously", "continuous"),
        ("semver for libraries, calver for images", ""),
        ("We try not to break things", ""),
        ("semantics matter", ""),
    ],
)
def test_schemes(text: str, scheme: str) -> None:
    assert read_scheme(text) == scheme


@pytest.mark.parametrize(
    ("text", "label", "channels"),
    [
        ("#quay, #quay-alerts", "Chat", [Channel("chat", "#quay"), Channel("chat", "#quay-alerts")]),
        ("#quay", "Slack", [Channel("slack", "#quay")]),
        ("quay@port.example (formal requests)", "Email", [Channel("email", "quay@port.example")]),
        ("see https://port.example/ask.", "", [Channel("web", "https://port.example/ask", "https://port.example/ask")]),
        (
            "https://port.example/#anchor",
            "",
            [Channel("web", "https://port.example/#anchor", "https://port.example/#anchor")],
        ),
        ("#_____________", "", []),
        ("ask us at the coffee machine", "", []),
        ("issue #", "", []),
    ],
)
def test_channels(text: str, label: str, channels: list[Channel]) -> None:
    assert read_channels(text, label) == channels


def test_channel_types_are_ours() -> None:
    assert read_channel_type("MS Teams") == "teams"
    assert read_channel_type("Chat (primary)") == "chat"
    assert read_channel_type("Pigeon") == ""


@pytest.mark.parametrize("text", ["", " ", ".", "[Your Team Name]", "#_____________", "#___ #___", "TBD", "---", "?"])
def test_blanks_that_nobody_filled_in(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["#quay", "Team", "[Wiki](https://a.example)", "A [kind of] thing", "n/a", "_"[:0] + "a_b"]
)
def test_answers_are_no_blanks(text: str) -> None:
    assert not is_placeholder(text)

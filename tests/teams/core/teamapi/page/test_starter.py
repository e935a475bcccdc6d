"""The ready file is valid for every team, and says what the catalog says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.core.yaml_text import load_yaml
from teams.core.teamapi.document import Channel
from teams.core.teamapi.page.facts import ChannelFact, OwnedFact, TeamFacts
from teams.core.teamapi.page.starter import starter_file
from teams.core.teamapi.parse import parse_team_api
from tests.teams.core.teamapi.page.facts import BARE, FACTS
from tests.teams.core.teamapi.samples import read


def test_what_the_catalog_knows_is_filled_in() -> None:
    document = read(starter_file(FACTS))
    assert (document.team_ref, document.name, document.focus) == (FACTS.ref, "Harbour Team", "Berths and tides")
    assert document.updated_date == FACTS.today
    assert document.channels == (
        Channel("slack", "Help", "https://chat.example/harbour"),
        Channel("web", "Berths now", "https://berths.example/now"),
        Channel("email", "harbour@port.example"),
    )
    assert [(each.ref_text, each.kind) for each in document.owns] == [
        ("component:shore/berth-planner", "service"),
        ("resource:shore/tide-table", "resource"),
        ("component:shore/lamps", "library"),
    ]


def test_ties_are_proposed_and_not_claimed() -> None:
    text = starter_file(FACTS)
    assert read(text).interactions == ()
    assert "#   - {team: group:default/rail, mode: x-as-a-service, role: provider}" in text
    assert "#   - {team: group:default/coast, mode: x-as-a-service, role: consumer}" in text


def test_bare_team_gets_a_valid_file_too() -> None:
    text = starter_file(BARE)
    assert parse_team_api("team-api.yaml", text.encode()).problems == ()
    assert "#   focus: " in text
    assert "interactions" not in text


@pytest.mark.parametrize("facts", [FACTS, BARE], ids=["full", "bare"])
def test_what_is_proposed_is_valid_once_it_is_uncommented(facts: TeamFacts) -> None:
    lines = starter_file(facts).splitlines()
    text = "\n".join(line.removeprefix("# ") for line in lines if line[:2] != "# " or not line[2:3].isupper())
    parsed = parse_team_api("team-api.yaml", text.encode())
    assert parsed.problems == ()
    document = parsed.document
    assert document is not None
    assert document.type is not None
    assert document.provides
    assert document.focus


def test_editors_are_told_where_the_schema_is() -> None:
    text = starter_file(BARE, "https://bailiwick.example/static/schemas/team-api.schema.json")
    assert text.startswith(
        "# yaml-language-server: $schema=https://bailiwick.example/static/schemas/team-api.schema.json\n"
    )
    assert not starter_file(BARE, "https://a\nteam: b").startswith("# yaml-language-server")


NAMES = st.text("abcXYZ019._-", min_size=1, max_size=12)
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["yes", "null", "1.5", "- a", "a: b", "# c", "{x}", "'", '"', "\\", "0x1f"]
)
URLS = TEXTS | st.builds("https://{}.example/{}".format, NAMES, TEXTS) | st.builds("mailto:{}".format, TEXTS)


@settings(max_examples=200)
@given(
    st.builds(
        lambda name, title, focus, email, channels, owned: replace(
            BARE, ref=f"group:default/{name}", name=title, focus=focus, email=email, channels=channels, owned=owned
        ),
        NAMES,
        TEXTS,
        TEXTS,
        TEXTS,
        st.lists(st.builds(ChannelFact, TEXTS, TEXTS, URLS), max_size=3).map(tuple),
        st.lists(
            st.builds(lambda name, kind: OwnedFact(f"api:default/{name}", name, kind), NAMES, TEXTS), max_size=3
        ).map(tuple),
    )
)
def test_valid_for_every_team(facts: TeamFacts) -> None:
    text = starter_file(facts)
    parsed = parse_team_api("team-api.yaml", text.encode())
    assert parsed.document is not None, (text, parsed.problems)
    assert parsed.document.team_text == facts.ref
    data = load_yaml(text.encode()).documents[0].data
    if focus := " ".join("".join(each if each.isprintable() else " " for each in facts.focus).split()):
        assert data["identity"]["focus"] == focus
    assert [each["ref"] for each in data.get("owns", ())] == [each.ref for each in facts.owned]


def test_same_facts_give_the_same_file() -> None:
    assert starter_file(replace(FACTS, today=date(2026, 6, 1))) == starter_file(FACTS)

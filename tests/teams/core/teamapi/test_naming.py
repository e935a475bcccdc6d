"""Names of teams and of what they own: bound only where there is one reading."""

from __future__ import annotations

import pytest

from catalog.core.handles import Directory
from teams.core.teamapi.document import Dialect, Owned, TeamApiDocument
from teams.core.teamapi.naming import (
    bind_team,
    canonical_team_ref,
    entity_ref,
    looks_like_ref,
    namespace_of,
    owned_ref,
    repository_of,
)

HARBOUR, PILOTS, OTHER = "group:default/harbour", "group:sea/pilots", "group:land/pilots"
DIRECTORY = Directory(
    teams={HARBOUR: "Harbour Team", PILOTS: "Pilots at sea", OTHER: "Rail pilots", "group:default/quay": "Team"},
    people={"user:default/ada": "Ada"},
    aliases={("ref", "group:default/port"): frozenset({HARBOUR}), ("github-team", "shore/h"): frozenset({HARBOUR})},
    teams_of={"user:default/ada": frozenset({HARBOUR})},
)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("harbour", HARBOUR),
        ("Group:Default/Harbour", HARBOUR),
        ("default/harbour", HARBOUR),
        (" harbour ", HARBOUR),
        ("user:default/ada", ""),
        ("component:default/harbour", ""),
        ("Harbour Team", ""),
        ("", ""),
        ("group:", ""),
    ],
)
def test_canonical_ref_of_a_team(text: str, ref: str) -> None:
    assert canonical_team_ref(text) == ref


@pytest.mark.parametrize(
    ("item", "ref"),
    [
        (Owned("ledger"), "component:shore/ledger"),
        (Owned("Ledger", "website"), "component:shore/ledger"),
        (Owned("ledger", "api"), "api:shore/ledger"),
        (Owned("ledger", "dataset"), "resource:shore/ledger"),
        (Owned("ledger", "subsystem"), "system:shore/ledger"),
        (Owned("system:default/ledger", "service"), "system:default/ledger"),
        (Owned("default/ledger"), "component:default/ledger"),
        (Owned("https://git.example/shore/ledger"), ""),
        (Owned("git@git.example:shore/ledger.git"), ""),
        (Owned("The ledger of all ships"), ""),
        (Owned("api:"), ""),
    ],
)
def test_ref_of_what_is_owned(item: Owned, ref: str) -> None:
    assert owned_ref(item, TeamApiDocument(Dialect.NATIVE, team_ref="group:shore/harbour")) == ref


def test_namespace_of_a_document_without_a_group_is_the_default() -> None:
    assert namespace_of(TeamApiDocument(Dialect.TEMPLATE, team_text="Harbour")) == "default"


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("harbour", HARBOUR),
        ("port", HARBOUR),
        ("@shore/h", HARBOUR),
        ("Harbour", HARBOUR),
        ("HARBOUR TEAM", HARBOUR),
        ("Pilots at sea team", PILOTS),
        ("pilots-at-sea", PILOTS),
        ("sea/pilots", PILOTS),
        ("Pilots", ""),
        ("user:default/ada", ""),
        ("Lighthouse", ""),
        ("", ""),
    ],
)
def test_which_team_a_name_stands_for(text: str, ref: str) -> None:
    assert bind_team(text, DIRECTORY) == ref


def test_two_teams_of_one_shown_name_are_nobody() -> None:
    twins = Directory(teams={"group:a/x": "Quay", "group:b/y": "quay team"})
    assert bind_team("The Quay", twins) == ""
    assert bind_team("Quay", twins) == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://git.example/shore/ledger", "git.example/shore/ledger"),
        ("https://git.example/shore/ledger/tree/main/src", "git.example/shore/ledger"),
        ("git@git.example:shore/ledger.git", "git.example/shore/ledger"),
        ("component:default/ledger", ""),
        ("ledger", ""),
        ("https://", ""),
    ],
)
def test_repository_of_an_address(text: str, address: str) -> None:
    found = repository_of(text)
    assert (str(found) if found else "") == address


def test_entity_refs_have_no_blanks() -> None:
    assert entity_ref("component:my space/ledger") == ""
    assert entity_ref("component:default/le\u00a0dger") == ""


@pytest.mark.parametrize(
    ("text", "is_ref"), [("ledger", True), ("group:a/b", True), ("Rail pilots", False), ("", False)]
)
def test_words_are_no_ref(text: str, is_ref: bool) -> None:
    assert looks_like_ref(text) is is_ref

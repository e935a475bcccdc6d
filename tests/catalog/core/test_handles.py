"""What the names in claims stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.handles import Binding, Directory

BASKET, BILLING, TWIN_A, TWIN_B = "group:default/basket", "group:money/billing", "group:a/twin", "group:b/twin"
ADA, BOB, CY = "user:default/ada", "user:default/bob", "user:default/cy"

DIRECTORY = Directory(
    teams={BASKET: "Basket", BILLING: "Billing", TWIN_A: "Twin A", TWIN_B: "Twin B"},
    people={ADA: "Ada", BOB: "Bob", CY: "Cy"},
    aliases={
        ("github-team", "acme/cart-crew"): frozenset({BASKET}),
        ("github-team", "bare-slug"): frozenset({BILLING}),
        ("github-team", "acme/gone"): frozenset({"group:default/gone"}),
        ("github-team", "acme/claimed-twice"): frozenset({BASKET, BILLING}),
        ("gitlab-group", "acme/money/billing-team"): frozenset({BILLING}),
        ("gitlab-group", "basket-group"): frozenset({BASKET}),
        ("github-login", "ada-l"): frozenset({ADA}),
        ("gitlab-login", "bob.b"): frozenset({BOB}),
        ("github-login", "cy"): frozenset({CY}),
        ("email", "ada@example.org"): frozenset({ADA}),
        ("email", "basket@example.org"): frozenset({BASKET}),
        ("ref", "group:default/old-basket"): frozenset({BASKET}),
    },
    teams_of={ADA: frozenset({BASKET}), BOB: frozenset({BASKET, BILLING})},
)


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("@acme/cart-crew", BASKET),
        ("@Acme/Cart-Crew", BASKET),
        ("@acme/bare-slug", BILLING),
        ("@acme/billing", BILLING),
        ("@elsewhere/BASKET", BASKET),
        ("@acme/money/billing-team", BILLING),
        ("@basket-group", BASKET),
        ("basket@example.org", BASKET),
        ("basket", BASKET),
        ("Basket", BASKET),
        (" basket ", BASKET),
        ("group:basket", BASKET),
        ("group:default/basket", BASKET),
        ("money/billing", BILLING),
        ("old-basket", BASKET),
    ],
)
def test_names_of_teams(text: str, team: str) -> None:
    binding = DIRECTORY.bind(text)
    assert binding == Binding(text, team)
    assert binding.names_team


@pytest.mark.parametrize(
    "text", ["@ada-l", "@Ada-L", "ada@example.org", "Ada@Example.org", "user:ada", "user:default/ada"]
)
def test_names_of_people_in_one_team_lead_to_it(text: str) -> None:
    binding = DIRECTORY.bind(text)
    assert binding == Binding(text, BASKET, ADA)
    assert not binding.names_team


@pytest.mark.parametrize(
    ("text", "person", "why"),
    [
        ("@bob.b", BOB, "is a person in several teams: group:default/basket, group:money/billing"),
        ("@cy", CY, "is a person in no team"),
        ("@nobody", "", "is a login nobody in the catalog has"),
        ("@basket", "", "is a login nobody in the catalog has"),
        ("@acme/nothing", "", "is no team of the catalog"),
        ("@acme/gone", "", "is no team of the catalog"),
        ("@acme/twin", "", "may be any of group:a/twin, group:b/twin"),
        ("@acme/claimed-twice", "", "may be any of group:default/basket, group:money/billing"),
        ("@@maintainer", "", "is a role on the Git host, not a team"),
        ("nobody@example.org", "", "is an address nobody in the catalog has"),
        ("nothing", "", "is no team of the catalog"),
        ("billing", "", "is no team of the catalog"),
        ("user:nobody", "", "is no person of the catalog"),
        ("group:", "", "is no reference"),
        ("", "", "is no name of a team"),
        ("@", "", "is a login nobody in the catalog has"),
        ("@/", "", "is no team of the catalog"),
        ("x" * 501, "", "is no name of a team"),
    ],
)
def test_what_leads_to_no_team_says_why(text: str, person: str, why: str) -> None:
    assert DIRECTORY.bind(text) == Binding(text, "", person, why)


def test_reference_without_namespace_is_in_that_of_its_entity() -> None:
    assert DIRECTORY.bind("billing", namespace="money").team_ref == BILLING
    assert DIRECTORY.bind("basket", namespace="money").why_unknown == "is no team of the catalog"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    for form in (text, f"@{text}", f"{text}@example.org", f"group:{text}"):
        DIRECTORY.bind(form)

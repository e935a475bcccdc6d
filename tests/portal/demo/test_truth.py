"""Comparing findings with the truth."""

from __future__ import annotations

import pytest

from portal.demo.truth import Plant, Truth, compare, load_truth

AUTH = Plant("a", "owner-is-declared", "component:default/auth", "", "")
PAIR = Plant("b", "changes-alone", "component:default/auth", "component:default/user", "")
TRUTH = Truth((AUTH, PAIR), (), {})


def test_equal() -> None:
    comparison = compare(TRUTH, [AUTH.found_key, PAIR.found_key], ["owner-is-declared", "changes-alone"])
    assert comparison.is_equal
    assert comparison.pending == ()


def test_a_plant_not_found_is_missing() -> None:
    comparison = compare(TRUTH, [], ["owner-is-declared"])
    assert comparison.missing == (AUTH,)
    assert not comparison.is_equal


def test_a_finding_not_planted_is_extra() -> None:
    stray = ("owner-is-declared", "component:default/user", "")
    comparison = compare(TRUTH, [AUTH.found_key, stray], ["owner-is-declared"])
    assert comparison.extra == (stray,)
    assert not comparison.is_equal


def test_the_key_counts() -> None:
    other = ("changes-alone", "component:default/auth", "component:default/billing")
    comparison = compare(TRUTH, [other], ["changes-alone"])
    assert comparison.missing == (PAIR,)
    assert comparison.extra == (other,)


def test_what_no_check_looks_for_yet_is_pending_and_no_fault() -> None:
    comparison = compare(TRUTH, [AUTH.found_key], ["owner-is-declared"])
    assert comparison.is_equal
    assert comparison.pending == (PAIR,)


def test_findings_of_checks_that_were_not_asked_about_do_not_count() -> None:
    assert compare(TRUTH, [AUTH.found_key, PAIR.found_key], ["owner-is-declared"]).is_equal


@pytest.mark.parametrize(
    "check_id",
    [
        "owner-is-declared",
        "owner-is-known-team",
        "owner-team-is-alive",
        "repository-is-claimed",
        "claims-agree",
        "owner-does-the-work",
    ],
)
def test_every_first_check_has_a_plant_that_proves_it(check_id: str) -> None:
    assert any(plant.check == check_id for plant in load_truth().plants)


def test_no_trap_is_a_plant() -> None:
    truth = load_truth()
    plants = {plant.found_key for plant in truth.plants}
    assert not [trap.id for trap in truth.traps if (trap.check, trap.subject, trap.key) in plants]

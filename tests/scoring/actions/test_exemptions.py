"""A person lets a finding rest, with a reason and a last day, and may take that back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from catalog.actions.decisions import DecisionError
from catalog.core.access import SYSTEM, Actor
from scoring.actions.exemptions import exempt_finding, withdraw_exemption
from scoring.actions.scoring import run_checks
from scoring.core.exemptions import get_fault
from scoring.models import Exemption, Finding, Score, ScoringRun
from scoring.selectors.exemptions import get_exemption, is_counting, list_exemptions, list_exemptions_of
from tests.scoring.factories import NOW, TIP, make_entity, make_origin, make_source, make_team

pytestmark = pytest.mark.django_db

TILL = "component:default/till"
ANN = "account:1"
DAY = timedelta(days=1)
UNTIL = (NOW + 30 * DAY).date()


@pytest.fixture
def finding(db: None) -> Finding:
    """Nobody owns till, and a run has said so."""
    make_team("shop")
    make_entity("till", "", origin=make_origin(tip=TIP, scanned_at=NOW))
    run_checks(NOW)
    return Finding.objects.get(check_id="owner-is-declared")


def exempt(finding: Finding, until: date = UNTIL, reason: str = "Sold in June.") -> Exemption:
    exemption = exempt_finding(finding.pk, reason, until, ANN, NOW)
    finding.refresh_from_db()
    return exemption


def test_it_rests_at_once_and_after_the_next_run(finding: Finding) -> None:
    exempt(finding)
    assert (finding.state, finding.exempted_until_date) == ("exempted", UNTIL)
    assert ScoringRun.objects.filter(state="waiting").exists(), "scores are to be computed anew"
    run_checks(NOW + DAY)
    finding.refresh_from_db()
    assert (finding.state, finding.exempted_until_date) == ("exempted", UNTIL)
    assert Score.objects.get(subject_ref=TILL).value is None
    events = list(finding.events.order_by("pk").values_list("event", "actor_ref", "note"))
    assert events[1:] == [("exempted", ANN, f"until {UNTIL}: Sold in June.")], "told once, with who and why"


def test_it_wakes_by_itself_the_day_after(finding: Finding) -> None:
    exempt(finding)
    run_checks(NOW + 30 * DAY)
    assert Finding.objects.get(pk=finding.pk).state == "exempted"
    run_checks(NOW + 31 * DAY)
    assert Finding.objects.get(pk=finding.pk).state == "open"


def test_withdrawing_opens_it_at_once(finding: Finding) -> None:
    exemption = exempt(finding)
    withdraw_exemption(exemption.pk, "It was not sold.", "account:2", NOW)
    finding.refresh_from_db()
    exemption.refresh_from_db()
    assert (finding.state, finding.exempted_until_date) == ("open", None)
    assert (exemption.withdrawn_by_ref, exemption.withdrawal_reason) == ("account:2", "It was not sold.")
    assert finding.events.latest("pk").note == "It was not sold."
    with pytest.raises(DecisionError, match="already"):
        withdraw_exemption(exemption.pk, "Again.", ANN, NOW)


def test_a_new_date_takes_the_place_of_the_old(finding: Finding) -> None:
    first = exempt(finding)
    later = UNTIL + 10 * DAY
    second = exempt(finding, later, "It takes longer.")
    first.refresh_from_db()
    assert (first.withdrawn_by_ref, second.withdrawn_at) == (ANN, None)
    assert finding.exempted_until_date == later


def test_withdrawing_one_leaves_another_that_covers_it(finding: Finding) -> None:
    """One written without a key covers every key of the subject."""
    keyed = Finding.objects.create(
        check_id=finding.check_id, subject_ref=TILL, subject_kind="component", key="a", sentence="x", opened_at=NOW,
        last_failed_at=NOW, evidence=finding.evidence,
    )  # fmt: skip
    broad, narrow = exempt(finding), exempt(keyed, UNTIL + DAY)
    withdraw_exemption(narrow.pk, "No.", ANN, NOW)
    keyed.refresh_from_db()
    assert (keyed.state, keyed.exempted_until_date) == ("exempted", UNTIL)
    withdraw_exemption(broad.pk, "No.", ANN, NOW)
    assert set(Finding.objects.values_list("state", flat=True)) == {"open"}


def test_what_is_resolved_cannot_rest(finding: Finding) -> None:
    Finding.objects.update(state="resolved", resolved_at=NOW)
    with pytest.raises(DecisionError, match="resolved"):
        exempt(finding)
    assert not Exemption.objects.exists()


@pytest.mark.parametrize(
    ("until", "says"), [(NOW, "future"), (NOW - DAY, "future"), (NOW + 366 * DAY, "a year at most")]
)
def test_the_last_day_is_tomorrow_at_least_and_a_year_at_most(finding: Finding, until: object, says: str) -> None:
    with pytest.raises(DecisionError, match=says):
        exempt(finding, until.date())  # type: ignore[attr-defined]
    assert not Exemption.objects.exists()


@pytest.mark.parametrize("days", [1, 365])
def test_both_ends_of_that_are_allowed(days: int) -> None:
    assert get_fault(NOW.date() + timedelta(days=days), NOW.date()) == ""


def test_it_needs_a_reason(finding: Finding) -> None:
    with pytest.raises(DecisionError, match="why"):
        exempt(finding, reason=" ")


def test_the_database_refuses_an_exemption_without_a_reason(finding: Finding) -> None:
    exemption = exempt(finding)
    exemption.pk, exemption.reason = None, ""
    with pytest.raises(IntegrityError):
        exemption.save()


def test_an_exemption_that_is_over_is_not_withdrawn(finding: Finding) -> None:
    exemption = exempt(finding)
    with pytest.raises(DecisionError, match="already"):
        withdraw_exemption(exemption.pk, "No.", ANN, NOW + 31 * DAY)
    assert is_counting(exemption, UNTIL)
    assert not is_counting(exemption, UNTIL + DAY)


def test_exemptions_of_what_is_hidden_are_hidden(finding: Finding) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    vault = make_entity("vault", "", origin=make_origin("secret", secret, tip=TIP, scanned_at=NOW))
    run_checks(NOW + DAY)
    hidden = exempt(Finding.objects.get(subject_ref=vault.ref))
    shown = exempt(finding)
    stranger = Actor("account:9")
    assert list(list_exemptions(stranger)) == [shown]
    assert set(list_exemptions(SYSTEM)) == {shown, hidden}
    assert get_exemption(stranger, hidden.pk) is None
    assert list(list_exemptions_of(SYSTEM, finding)) == [shown]

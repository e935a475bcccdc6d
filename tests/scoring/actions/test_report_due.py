"""Reports are due once a week for everybody who was there when the week began, and never again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from catalog.core.access import Actor
from scoring.actions import reports
from scoring.actions.reports import freeze_due_reports
from scoring.core.reports.state import ORGANISATION, ScopeState
from scoring.models import ReportDelivery, ReportState
from scoring.selectors.report_state import load_state
from teams.models import Team
from tests.scoring.factories import NOW
from tests.scoring.reports import (
    DAY,
    HOUR,
    MONDAY,
    WEEK,
    get_state,
    judged,
    list_scopes,
    make_reader_team,
)

pytestmark = pytest.mark.django_db


def test_reports_are_due_on_monday_at_seven(shop: Team) -> None:
    assert freeze_due_reports(MONDAY) == 2
    assert list_scopes() == {ORGANISATION, shop.ref}
    assert set(ReportState.objects.values_list("week", flat=True)) == {WEEK}


def test_a_second_before_they_are_not(shop: Team) -> None:
    assert freeze_due_reports(MONDAY - timedelta(seconds=1)) == 0


def test_seven_is_seven_in_the_zone_of_the_settings(shop: Team, settings: Settings) -> None:
    settings.TIME_ZONE = "America/New_York"
    assert freeze_due_reports(MONDAY + 3 * HOUR) == 0
    assert freeze_due_reports(MONDAY + 4 * HOUR) == 2


def test_later_in_the_week_where_the_machine_was_off(shop: Team) -> None:
    judged(MONDAY + 3 * DAY)
    assert freeze_due_reports(MONDAY + 3 * DAY + HOUR) == 2


def test_not_before_something_was_judged_again(shop: Team) -> None:
    assert freeze_due_reports(MONDAY + 3 * DAY) == 0


def test_all_the_same_where_judging_fails(shop: Team) -> None:
    judged(MONDAY + 3 * DAY, "failed")
    assert freeze_due_reports(MONDAY + 3 * DAY + HOUR) == 2
    assert get_state(ORGANISATION).judged_at == MONDAY - 2 * HOUR


def test_not_in_the_week_in_which_bailiwick_was_installed(head: str) -> None:
    make_reader_team("shop")
    judged(MONDAY + 2 * DAY)
    assert freeze_due_reports(MONDAY + 2 * DAY + HOUR) == 0
    judged(MONDAY + 7 * DAY)
    assert freeze_due_reports(MONDAY + 7 * DAY + HOUR) == 2


def test_not_where_nothing_was_ever_judged(head: str) -> None:
    make_reader_team("shop")
    assert freeze_due_reports(MONDAY) == 0


def test_a_report_is_made_once(shop: Team) -> None:
    freeze_due_reports(MONDAY)
    assert freeze_due_reports(MONDAY + HOUR) == 0
    assert (ReportState.objects.count(), ReportDelivery.objects.count()) == (2, 2)


def test_it_is_made_again_in_the_next_week(shop: Team) -> None:
    freeze_due_reports(MONDAY)
    judged(MONDAY + 7 * DAY)
    assert freeze_due_reports(MONDAY + 7 * DAY) == 2


def test_a_team_that_was_added_meanwhile_waits(shop: Team) -> None:
    Team.objects.filter(pk=make_reader_team("late").pk).update(first_seen_at=MONDAY + HOUR)
    judged(MONDAY + DAY)
    freeze_due_reports(MONDAY + DAY)
    assert list_scopes() == {ORGANISATION, shop.ref}


def test_a_dissolved_team_has_no_report(shop: Team) -> None:
    Team.objects.filter(pk=shop.pk).update(dissolved_at=NOW)
    freeze_due_reports(MONDAY)
    assert list_scopes() == {ORGANISATION}


def test_one_that_cannot_be_made_takes_no_other_away(
    shop: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_reader_team("broken")

    def fail(actor: Actor, scope: str, *rest: Any) -> ScopeState:
        if scope == "group:default/broken":
            raise RuntimeError("broken")
        return load_state(actor, scope, *rest)

    monkeypatch.setattr(reports, "load_state", fail)
    assert freeze_due_reports(MONDAY) == 2
    assert list_scopes() == {ORGANISATION, shop.ref}
    assert f"The report {WEEK} on group:default/broken could not be made" in caplog.text
    monkeypatch.undo()
    assert freeze_due_reports(MONDAY + HOUR) == 1

"""Scores of a scope: means that say what they are means of."""

from __future__ import annotations

from datetime import date

from scoring.core.reports.standing import Point, compute_standing
from scoring.core.reports.state import ScoreGroup
from tests.scoring.core.reports.samples import NOW, scores, state

LONG_AGO = date(2026, 2, 23)


def test_the_mean_is_over_services_not_over_sources() -> None:
    now = compute_standing(None, state(scores=(scores(100), scores(120, 3, source_id=2))))
    assert (now.value, now.services, now.rated, now.completeness, now.change) == (55, 4, 4, 90, None)


def test_the_change_is_since_the_last_report() -> None:
    assert compute_standing(state(scores=(scores(60),)), state(scores=(scores(72),))).change == 12


def test_what_could_not_be_rated_has_no_value_and_no_change() -> None:
    unrated = ScoreGroup(NOW.date(), 1, services=2, rated=0, value_sum=0, completeness_sum=0)
    now = compute_standing(state(scores=(scores(60),)), state(scores=(unrated,)))
    assert (now.value, now.change, now.completeness, now.rated) == (None, None, 0, 0)
    assert compute_standing(state(scores=(unrated,)), state(scores=(scores(60),))).change is None


def test_unrated_services_lower_completeness_and_not_the_mean() -> None:
    group = ScoreGroup(NOW.date(), 1, services=2, rated=1, value_sum=80, completeness_sum=100)
    now = compute_standing(None, state(scores=(group,)))
    assert (now.value, now.completeness) == (80, 50)


def test_earlier_weeks_come_oldest_first_each_day_once() -> None:
    past = (scores(50, day=date(2026, 3, 2)), scores(70, day=LONG_AGO), scores(30, day=LONG_AGO, source_id=2))
    assert compute_standing(None, state(past_scores=past)).past == (
        Point(LONG_AGO, 50, 90),
        Point(date(2026, 3, 2), 50, 90),
    )

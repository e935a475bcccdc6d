"""Documents nobody looked at for longer than they allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from teams.core.teamapi.drift.facts import DriftFacts
from teams.core.teamapi.drift.is_reviewed import judge
from teams.core.teamapi.drift.results import NumberShown, Outcome
from tests.teams.core.teamapi.drift.world import FACTS, HARBOUR, drifted, outcomes, said_of, team_api


def test_not_looked_at_for_too_long() -> None:
    (result,) = drifted(judge, {HARBOUR: team_api(HARBOUR, updated="2026-03-31")})
    assert result.sentence == "The Team API of Harbour wants a look every 90 days; the last was 91 days ago."
    assert result.lines[0].line == 4
    assert result.numbers == (
        NumberShown("since the last look", 91, "days"),
        NumberShown("review interval", 90, "days"),
    )


@pytest.mark.parametrize(
    ("updated", "text"),
    [
        ("2025-12-31", "reviewEveryDays: 180"),
        ("2025-01-01", "reviewed: 2026-01-01"),
        ("2026-06-22", "reviewEveryDays: 7"),
    ],
)
def test_by_its_own_interval(updated: str, text: str) -> None:
    assert len(said_of(judge, {HARBOUR: team_api(HARBOUR, text, updated)})) == 1


@pytest.mark.parametrize(
    ("updated", "text"),
    [
        ("2026-04-01", ""),
        ("2026-06-30", ""),
        ("2026-12-31", ""),
        ("2020-01-01", "reviewed: 2026-06-01"),
        ("2026-01-01", "reviewEveryDays: 180"),
        ("2026-06-23", "reviewEveryDays: 7"),
    ],
    ids=["on the day", "today", "in the future", "reviewed, not changed", "longer interval", "shortest interval"],
)
def test_in_time(updated: str, text: str) -> None:
    assert outcomes(judge, {HARBOUR: team_api(HARBOUR, text, updated)}) == {Outcome.AGREES}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (FACTS, Outcome.UNKNOWN),
        (replace(FACTS, changed={HARBOUR: date(2026, 6, 1)}), Outcome.AGREES),
        (replace(FACTS, changed={HARBOUR: date(2026, 1, 1)}), Outcome.DRIFTED),
    ],
)
def test_form_without_dates_counts_from_the_file(facts: DriftFacts, outcome: Outcome) -> None:
    undated = replace(team_api(HARBOUR), updated_date=None)
    assert outcomes(judge, {HARBOUR: undated}, facts) == {outcome}


def test_its_own_date_wins_over_the_file() -> None:
    """A change of formatting is no review."""
    facts = replace(FACTS, changed={HARBOUR: date(2026, 6, 29)})
    assert len(said_of(judge, {HARBOUR: team_api(HARBOUR, updated="2026-01-01")}, facts)) == 1

"""Interactions past their end, and those that are still in time."""

from __future__ import annotations

import pytest

from teams.core.teamapi.drift.interactions_end_in_time import judge
from teams.core.teamapi.drift.results import NumberShown, Outcome
from tests.teams.core.teamapi.drift.world import COAST, HARBOUR, documents, drifted, outcomes, said_of


def until(end: str, team: str = "coast", more: str = "") -> str:
    return f"interactions: [{{team: {team}, mode: collaboration, expectedEnd: {end}{more}}}]"


def test_past_its_end() -> None:
    (result,) = drifted(judge, documents(harbour=until("2026-05-21")))
    assert result.sentence == "The collaboration of Harbour with Coast was expected to end on 2026-05-21."
    assert (result.team_ref, result.key) == (HARBOUR, f"{COAST} collaboration")
    assert result.numbers == (NumberShown("past its end", 40, "days"),)


def test_both_sides_are_one_result_with_both_lines() -> None:
    docs = documents(harbour=until("2026-05-21"), coast=until("2026-05-21", "harbour"))
    (result,) = drifted(judge, docs)
    assert result.team_ref == COAST
    assert [line.team_ref for line in result.lines] == [COAST, HARBOUR]


def test_side_with_the_later_end_is_not_asked() -> None:
    docs = documents(harbour=until("2026-05-21"), coast=until("2027-05-21", "harbour"))
    assert [result.team_ref for result in drifted(judge, docs)] == [HARBOUR]


@pytest.mark.parametrize(
    "text",
    [
        until("2026-06-29"),
        until("2026-06-29", "Customs office"),
        until("2026-06-29", more=", status: expected"),
        "interactions: [{team: coast, mode: collaboration, start: 2026-01-01, expectedDuration: P3M}]",
    ],
    ids=["yesterday", "in no catalog", "never began", "by its duration"],
)
def test_other_ways_to_be_late(text: str) -> None:
    assert len(said_of(judge, documents(harbour=text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        until("2026-06-30"),
        until("2026-07-01"),
        until("2026-01-01", more=", status: ended"),
        "interactions: [{team: coast, mode: collaboration, start: 2020-01-01}]",
        "interactions: [{team: coast, mode: collaboration, start: 2026-06-01, expectedDuration: P1M}]",
        until("2026-12-31", more=", start: 2025-01-01, expectedDuration: P1M"),
        "interactions: [{team: coast, mode: collaboration, expectedDuration: P1M}]",
        "",
    ],
    ids=["today", "tomorrow", "ended", "no end", "by its duration", "end wins over duration", "no start", "none"],
)
def test_still_in_time(text: str) -> None:
    assert said_of(judge, documents(harbour=text)) == []


def test_without_an_end_there_is_nothing_to_judge() -> None:
    assert outcomes(judge, documents(harbour="")) == {Outcome.NOT_APPLICABLE}
    assert outcomes(judge, documents(harbour=until("2026-07-01"))) == {Outcome.AGREES}

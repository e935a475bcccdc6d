"""A score explains itself, and what could not be looked at neither helps nor harms."""

from datetime import UTC, datetime, timedelta

import pytest

from scoring.core.scorecards import OWNERSHIP, SCORECARDS, UNCLEAR, Level, Scorecard, Weight
from scoring.core.scores import LAST_KNOWN_COUNTS_FOR, Counts, Judged, ScoreNow, compute_score
from scoring.core.verdicts import Outcome

NOW = datetime(2026, 5, 10, tzinfo=UTC)
CARD = Scorecard(
    "card",
    "Card",
    (Weight("first", 50), Weight("second", 30, after="first"), Weight("third", 20, after="second")),
    (Level("good", 80), Level("poor", 0)),
)


def score(
    first: str = "", second: str = "", third: str = "", last_known: str = "", known_for: timedelta = timedelta()
) -> ScoreNow:
    outcomes = {"first": first, "second": second, "third": third}
    judged = {
        check_id: Judged(Outcome(outcome), f"{check_id} {outcome}", False, last_known, NOW - known_for)
        for check_id, outcome in outcomes.items()
        if outcome
    }
    return compute_score(CARD, judged, NOW)


def test_all_passed_is_100_and_the_rows_add_up() -> None:
    now = score("passed", "passed", "passed")
    assert (now.value, now.level, now.completeness) == (100, "good", 100)
    assert [(point.check_id, point.earned) for point in now.points] == [("first", 50), ("second", 30), ("third", 20)]


def test_a_failure_costs_its_weight() -> None:
    assert score("passed", "failed", "passed").value == 70


def test_what_does_not_apply_is_left_out() -> None:
    now = score("passed", "passed", "not applicable")
    assert (now.value, now.completeness) == (100, 100)


def test_what_cannot_be_reached_without_a_lost_check_is_lost_too() -> None:
    now = score("failed", "not applicable", "not applicable")
    assert (now.value, now.level) == (0, "poor")
    assert [point.counts for point in now.points] == [Counts.LOST] * 3


def test_what_does_not_apply_for_another_reason_is_not_lost() -> None:
    now = score("passed", "not applicable", "failed")
    assert [point.counts for point in now.points] == [Counts.WON, Counts.LEFT_OUT, Counts.LOST]
    assert now.value == 5000 // 70


def test_unknown_without_a_past_is_unrated_and_lowers_completeness_only() -> None:
    now = score("passed", "unknown", "passed")
    assert (now.value, now.completeness) == (100, 70)


@pytest.mark.parametrize(("last_known", "value"), [("passed", 100), ("failed", 70)])
def test_the_last_known_verdict_stands_in(last_known: str, value: int) -> None:
    now = score("passed", "unknown", "passed", last_known, LAST_KNOWN_COUNTS_FOR)
    assert (now.value, now.completeness) == (value, 100)


def test_the_last_known_verdict_goes_stale_after_14_days() -> None:
    now = score("passed", "unknown", "passed", "failed", LAST_KNOWN_COUNTS_FOR + timedelta(seconds=1))
    assert (now.value, now.completeness) == (100, 70)


def test_an_exempted_failure_neither_counts_nor_drags_others_down() -> None:
    judged = {
        "first": Judged(Outcome.FAILED, "first failed", is_exempted=True),
        "second": Judged(Outcome.NOT_APPLICABLE, "no first"),
        "third": Judged(Outcome.PASSED, "fine"),
    }
    now = compute_score(CARD, judged, NOW)
    assert (now.value, [point.counts for point in now.points]) == (
        100,
        [Counts.LEFT_OUT, Counts.LEFT_OUT, Counts.WON],
    )


def test_nothing_rated_has_no_value_and_no_level() -> None:
    now = score("unknown", "unknown", "unknown")
    assert (now.value, now.level, now.completeness) == (None, "", 0)
    nothing = score()
    assert (nothing.value, nothing.completeness) == (None, 100)


def test_99_and_a_bit_is_not_100() -> None:
    card = Scorecard("c", "C", (Weight("a", 200), Weight("b", 1)), (Level("any", 0),))
    judged = {"a": Judged(Outcome.PASSED, "a"), "b": Judged(Outcome.FAILED, "b")}
    assert compute_score(card, judged, NOW).value == 99


@pytest.mark.parametrize("card", SCORECARDS.values(), ids=lambda card: card.id)
def test_scorecards_are_sound(card: Scorecard) -> None:
    names = [weight.check_id for weight in card.weights]
    assert len(set(names)) == len(names)
    assert all(weight.weight > 0 for weight in card.weights)
    assert all(weight.after in names[:place] for place, weight in enumerate(card.weights) if weight.after)
    floors = [level.at_least for level in card.levels]
    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0


@pytest.mark.parametrize("lost", ["owner-is-declared", "owner-is-known-team", "owner-team-is-alive"])
def test_without_an_owner_who_is_there_a_service_is_orphaned(lost: str) -> None:
    order = [weight.check_id for weight in OWNERSHIP.weights]
    judged = {check_id: Judged(Outcome.PASSED, "fine") for check_id in order} | {lost: Judged(Outcome.FAILED, "no")}
    for weight in OWNERSHIP.weights:
        if judged.get(weight.after, judged[lost]).outcome is not Outcome.PASSED and weight.after:
            judged[weight.check_id] = Judged(Outcome.NOT_APPLICABLE, "does not arise")
    assert compute_score(OWNERSHIP, judged, NOW).level == "orphaned"


def test_what_is_rated_by_less_than_half_is_not_called_owned() -> None:
    judged = {"owner-is-declared": Judged(Outcome.PASSED, "It is written."), **dict.fromkeys(
        ("owner-is-known-team", "owner-team-is-alive"), Judged(Outcome.UNKNOWN, "Not every file could be read.")
    )}  # fmt: skip
    now = compute_score(OWNERSHIP, judged, NOW)
    assert (now.value, now.level, now.completeness) == (100, UNCLEAR, 21)


@pytest.mark.parametrize("owner", [Outcome.PASSED, Outcome.FAILED])
def test_a_pager_that_nobody_has_to_carry_is_neither_won_nor_lost(owner: Outcome) -> None:
    judged = {weight.check_id: Judged(owner, "said") for weight in OWNERSHIP.weights}
    judged["pager-covers-service"] = Judged(Outcome.NOT_APPLICABLE, "It is no service in production.")
    now = compute_score(OWNERSHIP, judged, NOW)
    (pager,) = [point for point in now.points if point.check_id == "pager-covers-service"]
    assert (pager.counts, pager.earned) == (Counts.LEFT_OUT, 0)
    assert now.value == (100 if owner is Outcome.PASSED else 0)


def test_a_point_says_everything_in_json() -> None:
    assert score("passed").points[0].to_json() == {
        "check_id": "first",
        "weight": 50,
        "earned": 50,
        "outcome": "passed",
        "counts": "won",
        "sentence": "first passed",
    }

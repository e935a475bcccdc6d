"""The life of findings: opened, kept, resolved, exempted, and never touched by what is unknown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from scoring.core.lifecycle import (
    Failure,
    FindingKey,
    Judgement,
    LifePlan,
    OpenFinding,
    Step,
    count_exemptions,
    plan_lives,
)

TODAY = date(2026, 5, 10)
KEY = FindingKey("owner-is-declared", "component:default/cart", "")
FAILURE = Failure("component", "", 1, "Nobody owns cart.", "Name an owner.", [{"kind": "file"}])
STORED = OpenFinding(5, FAILURE, TODAY)
SUBJECT = (KEY.check_id, KEY.subject_ref)


def judgement(
    failures: Mapping[FindingKey, Failure] | None = None,
    *,
    unknown: frozenset[tuple[str, str]] = frozenset(),
    sentences: Mapping[tuple[str, str], str] | None = None,
) -> Judgement:
    return Judgement(failures or {}, sentences or {}, unknown)


def plan(
    stored: Mapping[FindingKey, OpenFinding],
    said: Judgement,
    exemptions: Mapping[FindingKey, date] | None = None,
    today: date = TODAY,
) -> LifePlan:
    return plan_lives(stored, said, exemptions or {}, (), today)


def test_a_failure_opens_a_finding() -> None:
    (opening,) = plan({}, judgement({KEY: FAILURE})).opened
    assert (opening.key, opening.event, opening.exempted_until) == (KEY, "opened", None)


def test_one_that_was_resolved_before_is_opened_anew_and_says_so() -> None:
    (opening,) = plan_lives({}, judgement({KEY: FAILURE}), {}, {KEY}, TODAY).opened
    assert opening.event == "reopened"


def test_the_same_failure_on_the_same_day_writes_nothing() -> None:
    assert plan({KEY: STORED}, judgement({KEY: FAILURE})) == LifePlan()


def test_the_next_day_only_the_date_moves() -> None:
    found = plan({KEY: STORED}, judgement({KEY: FAILURE}), today=TODAY + timedelta(days=1))
    assert found == LifePlan(kept=[(5, FAILURE, None)])


def test_new_evidence_is_written_without_a_new_finding() -> None:
    newer = replace(FAILURE, evidence=[{"kind": "file", "line": 3}])
    assert plan({KEY: STORED}, judgement({KEY: newer})) == LifePlan(kept=[(5, newer, None)])


def test_what_no_longer_fails_is_resolved_with_the_sentence_that_says_why() -> None:
    found = plan({KEY: STORED}, judgement(sentences={SUBJECT: "Shop owns cart."}))
    assert found == LifePlan(resolved=[5], steps=[Step(5, "resolved", "Shop owns cart.")])


def test_a_subject_that_is_gone_is_resolved() -> None:
    (step,) = plan({KEY: STORED}, judgement()).steps
    assert step == Step(5, "resolved", "It is no longer there to be judged.")


def test_unknown_resolves_nothing() -> None:
    assert plan({KEY: STORED}, judgement(unknown=frozenset({SUBJECT}))) == LifePlan()


def test_unknown_opens_nothing() -> None:
    assert plan({}, judgement(unknown=frozenset({SUBJECT}))) == LifePlan()


def test_unknown_of_another_subject_protects_nobody() -> None:
    other = frozenset({(KEY.check_id, "component:default/shop")})
    assert plan({KEY: STORED}, judgement(unknown=other)).resolved == [5]


def test_another_key_of_a_subject_that_is_partly_unknown_stays() -> None:
    other = KEY._replace(key="pager")
    found = plan({KEY: STORED, other: replace(STORED, id=6)}, judgement({KEY: FAILURE}, unknown=frozenset({SUBJECT})))
    assert found == LifePlan()


def test_an_exemption_lets_an_open_finding_rest() -> None:
    until = TODAY + timedelta(days=3)
    found = plan({KEY: STORED}, judgement({KEY: FAILURE}), {KEY: until})
    assert found == LifePlan(kept=[(5, FAILURE, until)], steps=[Step(5, "exempted", f"until {until}")])


def test_a_resting_finding_writes_nothing_while_it_rests() -> None:
    until = TODAY + timedelta(days=3)
    assert plan({KEY: replace(STORED, exempted_until=until)}, judgement({KEY: FAILURE}), {KEY: until}) == LifePlan()


def test_after_the_exemption_it_is_open_again() -> None:
    resting = replace(STORED, exempted_until=TODAY - timedelta(days=1))
    found = plan({KEY: resting}, judgement({KEY: FAILURE}))
    assert found == LifePlan(kept=[(5, FAILURE, None)], steps=[Step(5, "exemption ended")])


def test_an_exemption_ends_even_while_the_subject_is_unknown() -> None:
    resting = replace(STORED, exempted_until=TODAY - timedelta(days=1))
    found = plan({KEY: resting}, judgement(unknown=frozenset({SUBJECT})))
    assert found == LifePlan(kept=[(5, FAILURE, None)], steps=[Step(5, "exemption ended")])


def test_a_failure_that_is_exempted_from_the_start_opens_resting() -> None:
    (opening,) = plan({}, judgement({KEY: FAILURE}), {KEY: TODAY}).opened
    assert opening.exempted_until == TODAY


def test_the_longest_exemption_counts_and_one_without_key_covers_every_key() -> None:
    keyed = KEY._replace(key="pager")
    rows = [(*KEY, TODAY), (*KEY, TODAY + timedelta(days=2)), (*keyed, TODAY + timedelta(days=1))]
    assert count_exemptions(rows, [KEY, keyed]) == {KEY: TODAY + timedelta(days=2), keyed: TODAY + timedelta(days=2)}


def test_an_exemption_of_one_key_leaves_the_others_alone() -> None:
    keyed = KEY._replace(key="pager")
    assert count_exemptions([(*keyed, TODAY)], [KEY, keyed, KEY._replace(subject_ref="x")]) == {keyed: TODAY}

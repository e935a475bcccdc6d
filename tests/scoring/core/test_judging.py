"""What checks say, gathered: by subject the worst, by key each failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scoring.core.guards import HIDDEN, HIDDEN_NOTE, mark_name
from scoring.core.judging import UnsoundVerdictError, judge_all
from scoring.core.lifecycle import FindingKey
from scoring.core.registry import Check
from scoring.core.snapshot import Owner, Repository, Snapshot
from scoring.core.verdicts import Outcome, Verdict, failed, passed, unknown
from tests.scoring.samples import CHECKOUT, ORIGIN, PAYMENTS, entity, snapshot

LEDGER = entity()
REF = LEDGER.ref
assert LEDGER.place is not None
SHOWN = LEDGER.place.shows("The descriptor")


def check(*verdicts: Verdict) -> Check:
    def judge(_: Snapshot) -> Iterator[Verdict]:
        yield from verdicts

    return Check("is-fine", "Is fine.", {}, ("component",), (), judge)


def bad(ref: str = REF, key: str = "", team_ref: str = "") -> Verdict:
    return failed(ref, f"Bad: {key}.", "Mend it.", (SHOWN,), key=key, team_ref=team_ref)


def test_each_key_is_a_failure_and_the_worst_verdict_decides() -> None:
    judged = judge_all(
        [check(passed(REF, "Fine."), bad(key="b"), bad(key="a"), unknown(REF, "Dark."))], snapshot(LEDGER)
    )
    assert set(judged.judgement.failures) == {FindingKey("is-fine", REF, "a"), FindingKey("is-fine", REF, "b")}
    assert judged.deciding["is-fine", REF].sentence == "Bad: a."
    assert judged.unknown == {("is-fine", REF): "Dark."}
    assert ("is-fine", REF) in judged.judgement.unknown


def test_a_failure_concerns_whom_the_verdict_names_else_the_accountable_team() -> None:
    sample = snapshot(LEDGER, owners={REF: Owner(PAYMENTS, 0.8)})
    (by_default,) = judge_all([check(bad())], sample).judgement.failures.values()
    (by_verdict,) = judge_all([check(bad(team_ref=CHECKOUT))], sample).judgement.failures.values()
    (by_nobody,) = judge_all([check(bad())], snapshot(LEDGER)).judgement.failures.values()
    assert (by_default.team_ref, by_verdict.team_ref, by_nobody.team_ref) == (PAYMENTS, CHECKOUT, "")


def test_repositories_are_subjects_too() -> None:
    (failure,) = judge_all([check(bad(f"repository:{ORIGIN}"))], snapshot()).judgement.failures.values()
    assert (failure.subject_kind, failure.source_id) == ("repository", 1)


@pytest.mark.parametrize(("restricted", "source"), [((), 1), ((5,), 5), ((1,), 1), ((1, 5), 1), ((9,), 1)])
def test_the_most_private_source_decides_who_sees_it(restricted: tuple[int, ...], source: int) -> None:
    elsewhere = {ORIGIN: Repository(ORIGIN, "repository:7", "elsewhere", source_id=5)}
    sample = snapshot(LEDGER, repositories=elsewhere, restricted_sources=frozenset(restricted))
    (failure,) = judge_all([check(bad())], sample).judgement.failures.values()
    assert failure.source_id == source


def test_a_failure_keeps_every_restricted_source_that_its_words_and_its_evidence_come_from() -> None:
    """Seen by those who may see one of two, it would tell them of the other."""
    elsewhere = {ORIGIN: Repository(ORIGIN, "repository:7", "elsewhere", source_id=5)}
    sample = snapshot(LEDGER, repositories=elsewhere, restricted_sources=frozenset({5, 6}))
    told = replace(bad(), sentence=f"{mark_name('Night Crew', 6)} does it.", remedy=f"Ask {mark_name('Eve', 1)}.")
    judged = judge_all([check(told)], sample)
    (failure,) = judged.judgement.failures.values()
    assert (failure.sentence, failure.remedy) == ("Night Crew does it.", "Ask Eve.")
    assert (failure.source_id, failure.guards) == (5, (6,))
    assert judged.guards == {("is-fine", REF): {5, 6}}


def test_what_its_own_source_says_is_no_guard() -> None:
    sample = snapshot(LEDGER, restricted_sources=frozenset({1}))
    judged = judge_all([check(passed(REF, f"{mark_name('Ledger', 1)} is fine."))], sample)
    assert (judged.guards, judged.deciding["is-fine", REF].sentence) == ({}, "Ledger is fine.")


def test_reasons_that_are_shown_unguarded_tell_nothing_hidden() -> None:
    sample = snapshot(LEDGER, restricted_sources=frozenset({6}))
    judged = judge_all([check(unknown(REF, f"{mark_name('Night Crew', 6)} cannot be read."))], sample)
    assert judged.unknown == {("is-fine", REF): HIDDEN}
    judged = judge_all([check(passed(REF, f"{mark_name('Night Crew', 6)} has people."))], sample)
    assert judged.judgement.sentences == {("is-fine", REF): HIDDEN_NOTE}
    assert judged.deciding["is-fine", REF].sentence == "Night Crew has people."


def test_two_failures_of_one_key_are_a_fault_of_the_check() -> None:
    with pytest.raises(UnsoundVerdictError, match=f"is-fine failed {REF} twice"):
        judge_all([check(bad(), replace(bad(), sentence="Worse."))], snapshot(LEDGER))


def test_a_subject_that_is_not_there_is_a_fault_of_the_check() -> None:
    with pytest.raises(UnsoundVerdictError, match="not in the catalog"):
        judge_all([check(bad("component:default/phantom"))], snapshot(LEDGER))


def test_evidence_is_kept_in_its_json_form() -> None:
    (failure,) = judge_all([check(bad())], snapshot(LEDGER)).judgement.failures.values()
    assert failure.evidence == [SHOWN.to_json()]
    assert judge_all([check(bad())], snapshot(LEDGER)).deciding["is-fine", REF].outcome is Outcome.FAILED

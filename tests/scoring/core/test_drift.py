"""How the answer of a rule becomes verdicts: who is judged, keys, evidence, and what must not be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scoring.core.drift import FILES_SHOWN, judge_drift
from scoring.core.guards import HIDDEN
from scoring.core.judging import judge_all, make_failure
from scoring.core.registry import get_checks
from scoring.core.snapshot import Repository, Snapshot
from scoring.core.verdicts import Outcome, Verdict
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.results import DriftResult, LineShown, RefShown
from teams.core.teamapi.drift.results import Outcome as Drift
from tests.scoring.samples import CHECKOUT, ORIGIN, PAYMENTS, SHA, entity, group
from tests.scoring.team_api_samples import HOME, group_entity, keeping

LINE = LineShown(PAYMENTS, 3, "says so")


def drifted(key: str = "", *, lines: tuple[LineShown, ...] = (LINE,), refs: tuple[RefShown, ...] = ()) -> DriftResult:
    return DriftResult(Drift.DRIFTED, PAYMENTS, "It drifted.", key, "Mend it.", lines, refs)


def judged(snapshot: Snapshot, *answers: DriftResult) -> list[Verdict]:
    def rule(_documents: Documents, _facts: DriftFacts) -> Iterator[DriftResult]:
        yield from answers

    return list(judge_drift(snapshot, rule))


def test_groups_without_a_team_api_are_not_judged_and_say_so() -> None:
    snapshot = replace(keeping(), entities={group("growth"): group_entity("growth")})
    (verdict,) = judged(snapshot)
    assert (verdict.outcome, verdict.sentence) == (Outcome.NOT_APPLICABLE, "Growth keeps no Team API.")


def test_a_team_api_of_a_team_that_is_no_group_of_today_is_passed_over() -> None:
    snapshot = keeping(payments="owns: [{ref: component:default/ghost}]")
    assert judge_all(get_checks().values(), replace(snapshot, entities={})).judgement.failures == {}


def test_two_answers_of_one_key_are_one_finding_with_the_lines_of_both() -> None:
    other = LineShown(PAYMENTS, 9, "says so again")
    (verdict,) = judged(keeping(payments=""), drifted("a"), drifted("a", lines=(LINE, other)))
    assert [each.to_json()["line"] for each in verdict.evidence] == [3, 9]


@pytest.mark.parametrize(("length", "is_kept"), [(500, True), (501, False), (5000, False)])
def test_a_key_fits_where_it_is_stored_and_long_ones_stay_apart(length: int, is_kept: bool) -> None:
    one, other = "x" * length, "x" * (length - 1) + "y"
    found = judged(keeping(payments=""), drifted(one), drifted(other))
    assert len({each.key for each in found}) == 2
    assert all(len(each.key) <= 500 for each in found)
    assert (found[0].key == one) is is_kept


def test_what_is_shown_is_limited_and_the_rest_is_counted() -> None:
    many = [entity(name=f"s{number:02}") for number in range(FILES_SHOWN + 5)]
    (verdict,) = judged(keeping(*many, payments=""), drifted(refs=tuple(RefShown(each.ref, "there") for each in many)))
    assert [each.kind for each in verdict.evidence] == ["file"] * (1 + FILES_SHOWN) + ["numbers"]


def test_teams_are_shown_as_relations() -> None:
    (verdict,) = judged(keeping(payments=""), drifted(refs=(RefShown(CHECKOUT, "uses it"),)))
    assert verdict.evidence[1].to_json()["edges"] == [{"source": CHECKOUT, "type": "uses it", "target": PAYMENTS}]


def test_a_finding_from_a_team_api_not_everyone_may_see_is_for_those_who_may() -> None:
    snapshot = keeping(payments="")
    hidden = {HOME: Repository(HOME, "repository:8", "home", 2, SHA), **snapshot.repositories}
    snapshot = replace(snapshot, repositories=hidden, restricted_sources=frozenset({2}))
    (verdict,) = judged(snapshot, drifted())
    assert make_failure(snapshot, "team-can-be-reached", verdict).source_id == 2


@pytest.mark.parametrize(("source_id", "is_told"), [(1, True), (2, False)])
def test_reasons_from_what_not_everyone_may_see_are_not_told(source_id: int, is_told: bool) -> None:
    answer = DriftResult(Drift.UNKNOWN, PAYMENTS, "Ledger is secret.", refs=(RefShown(entity().ref, "x"),))
    snapshot = keeping(entity(source_id=source_id), payments="")
    (verdict,) = judged(replace(snapshot, restricted_sources=frozenset({2})), answer)
    assert verdict.sentence == ("Ledger is secret." if is_told else HIDDEN)


@pytest.mark.parametrize(("restricted", "is_told"), [((), True), ((2,), False)])
def test_why_a_team_api_cannot_be_read_is_told_to_who_may_see_it(restricted: tuple[int, ...], is_told: bool) -> None:
    snapshot = keeping(payments="", problems={"payments": "line 3: what is this"})
    hidden = {HOME: Repository(HOME, "repository:8", "home", 2, SHA), ORIGIN: snapshot.repositories[ORIGIN]}
    (verdict,) = judged(replace(snapshot, repositories=hidden, restricted_sources=frozenset(restricted)))
    assert verdict.outcome is Outcome.UNKNOWN
    assert ("what is this" in verdict.sentence) is is_told

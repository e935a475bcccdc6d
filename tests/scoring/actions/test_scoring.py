"""A run judges everything, writes what changed and nothing else, and is never done by two at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.leases import hold_lease
from catalog.models import Claim, CodeRoot, Descriptor, Entity, Origin, Ownership, Source
from scoring.actions import scoring
from scoring.actions.scoring import (
    LEASE_NAME,
    LEAST_PAUSE,
    PATIENCE,
    PAUSE,
    RunLostError,
    request_scoring,
    run_checks,
    score_if_due,
)
from scoring.core.judging import judge_all
from scoring.core.registry import Check
from scoring.core.verdicts import Verdict, failed, passed
from scoring.models import (
    Exemption,
    FactState,
    Finding,
    FindingEvent,
    Score,
    ScoreDay,
    ScoringRun,
    Unknown,
)
from tests.scoring.factories import (
    NOW,
    TIP,
    make_activity,
    make_claim,
    make_entity,
    make_origin,
    make_person,
    make_source,
    make_team,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOST_QUERIES = 37
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "SELECT clock_timestamp")


@pytest.fixture
def shop() -> Origin:
    """Shop has Ada; it owns cart. Nobody owns till. The history of the repository is read."""
    origin = make_origin(tip=TIP, scanned_at=NOW)
    make_team("shop", make_person("ada"))
    make_entity("cart", "shop", origin=origin, lifecycle="experimental")  # nobody has to be on call for it
    make_entity("till", "", origin=origin)
    make_activity(origin, "cart", "ada", 12)
    return origin


def run(at: Any = NOW) -> ScoringRun:
    done = run_checks(at)
    assert done is not None
    return done


def findings() -> dict[tuple[str, str], str]:
    return {(row.check_id, row.subject_ref): row.state for row in Finding.objects.order_by("pk")}


def events(finding: Finding) -> list[str]:
    return list(finding.events.order_by("pk").values_list("event", flat=True))


TILL = "component:default/till"
CART = "component:default/cart"


def test_a_failure_becomes_a_finding_with_evidence_and_a_beginning(shop: Origin) -> None:
    done = run()
    (finding,) = Finding.objects.all()
    assert (finding.check_id, finding.subject_ref, finding.state) == ("owner-is-declared", TILL, "open")
    assert (finding.subject_kind, finding.source_id, finding.opened_at) == ("component", shop.source_id, NOW)
    assert finding.evidence[0]["path"] == "till/catalog-info.yaml"
    assert events(finding) == ["opened"]
    assert (done.state, done.entities, done.opened, done.resolved) == ("finished", 2, 1, 0)


def test_scores_explain_themselves_and_days_are_kept(shop: Origin) -> None:
    run()
    scores = {score.subject_ref: score for score in Score.objects.all()}
    assert (scores[CART].value, scores[CART].level, scores[TILL].value, scores[TILL].level) == (
        100,
        "owned",
        0,
        "orphaned",
    )
    assert [point["check_id"] for point in scores[CART].points][:2] == ["owner-is-declared", "owner-is-known-team"]
    assert sorted(ScoreDay.objects.values_list("subject_ref", "day_date", "value")) == [
        (CART, NOW.date(), 100),
        (TILL, NOW.date(), 0),
    ]


def test_the_same_again_writes_nothing_but_the_run(shop: Origin) -> None:
    make_entity("odd", "strangers", origin=shop)
    make_claim(CART, "codeowners", "@org/strangers", {"origin": shop.pk, "commit": TIP, "path": "C", "line": 1}, shop)
    run()
    run(NOW + timedelta(hours=1))
    with CaptureQueriesContext(connection) as queries:
        run(NOW + timedelta(hours=2))
    written = {
        query["sql"].split('"')[1]
        for query in queries
        if re.match(r"(\d+ times: )?(INSERT|UPDATE|DELETE|COPY)", query["sql"])
    }
    assert written == {"catalog_lease", "scoring_scoringrun"}
    assert Unknown.objects.count() == 1


def test_the_next_day_moves_dates_and_begins_a_new_day_of_scores(shop: Origin) -> None:
    run()
    run(NOW + DAY)
    (finding,) = Finding.objects.all()
    assert (finding.opened_at, finding.last_failed_at) == (NOW, NOW + DAY)
    assert events(finding) == ["opened"]
    assert ScoreDay.objects.count() == 4


def test_the_last_run_of_a_day_decides(shop: Origin) -> None:
    run()
    Entity.objects.filter(ref=TILL).update(owner_text="shop")
    run(NOW + timedelta(hours=1))
    assert ScoreDay.objects.get(subject_ref=TILL).value == 100
    assert ScoreDay.objects.count() == 2


def test_what_is_mended_is_resolved_and_what_breaks_again_is_a_new_finding(shop: Origin) -> None:
    run()
    Entity.objects.filter(ref=TILL).update(owner_text="shop")
    done = run(NOW + DAY)
    (old,) = Finding.objects.all()
    assert (old.state, old.resolved_at, done.resolved) == ("resolved", NOW + DAY, 1)
    assert old.events.order_by("pk").last().note == '"shop" is named as the owner.'  # type: ignore[union-attr]
    Entity.objects.filter(ref=TILL).update(owner_text="")
    run(NOW + 2 * DAY)
    new = Finding.objects.get(state="open")
    assert (new.pk != old.pk, new.opened_at, events(new)) == (True, NOW + 2 * DAY, ["reopened"])
    assert events(old) == ["opened", "resolved"]


def test_what_was_never_found_before_is_not_reopened(shop: Origin) -> None:
    run()
    Entity.objects.filter(ref=TILL).update(owner_text="shop")
    run(NOW + DAY)
    Entity.objects.filter(ref=TILL).update(owner_text="phantoms")
    run(NOW + 2 * DAY)
    assert events(Finding.objects.get(check_id="owner-is-known-team")) == ["opened"]


def test_a_subject_that_is_gone_takes_finding_and_score_along(shop: Origin) -> None:
    run()
    Entity.objects.filter(ref=TILL).update(removed_at=NOW)
    run(NOW + DAY)
    assert findings() == {("owner-is-declared", TILL): "resolved"}
    assert list(Score.objects.values_list("subject_ref", flat=True)) == [CART]
    assert ScoreDay.objects.filter(subject_ref=TILL).count() == 1


def break_history(origin: Origin) -> None:
    FactState.objects.filter(origin=origin).update(error="an object is missing", failed_at=NOW)


def test_unknown_keeps_a_finding_open_and_says_what_was_known(shop: Origin) -> None:
    make_team("cafe", make_person("cy"))
    make_activity(shop, "cart", "cy", 40, days_ago=4)
    run()
    assert ("owner-does-the-work", CART) in findings()
    break_history(shop)
    run(NOW + DAY)
    assert findings()["owner-does-the-work", CART] == "open"
    (unknown,) = Unknown.objects.all()
    assert (unknown.check_id, unknown.last_known, unknown.last_known_at, unknown.since) == (
        "owner-does-the-work",
        "failed",
        NOW,
        NOW + DAY,
    )
    assert events(Finding.objects.get(check_id="owner-does-the-work")) == ["opened"]


@pytest.mark.parametrize(("days", "value", "completeness"), [(1, 100, 100), (14, 100, 100), (15, 100, 82)])
def test_the_last_known_verdict_counts_for_14_days(shop: Origin, days: int, value: int, completeness: int) -> None:
    run()
    break_history(shop)
    run(NOW + DAY)
    run(NOW + days * DAY)
    score = Score.objects.get(subject_ref=CART)
    assert (score.value, score.completeness) == (value, completeness)
    assert Unknown.objects.get().since == NOW + DAY


def test_what_was_never_known_is_unrated(shop: Origin) -> None:
    break_history(shop)
    run()
    assert Score.objects.get(subject_ref=CART).completeness == 82
    assert (Unknown.objects.get().last_known, Unknown.objects.get().last_known_at) == ("", None)


def test_what_can_be_looked_at_again_is_no_longer_unknown(shop: Origin) -> None:
    break_history(shop)
    run()
    FactState.objects.update(error="", failed_at=None)
    run(NOW + DAY)
    assert not Unknown.objects.exists()


def test_an_exempted_finding_rests_and_wakes(shop: Origin) -> None:
    run()
    Exemption.objects.create(
        check_id="owner-is-declared",
        subject_ref=TILL,
        reason="sold in June",
        until_date=(NOW + DAY).date(),
        decided_by_ref="account:1",
        decided_at=NOW,
    )
    run(NOW + DAY)
    (finding,) = Finding.objects.all()
    assert (finding.state, finding.exempted_until_date) == ("exempted", (NOW + DAY).date())
    assert Score.objects.get(subject_ref=TILL).value is None
    run(NOW + 2 * DAY)
    finding.refresh_from_db()
    assert (finding.state, finding.exempted_until_date) == ("open", None)
    assert events(finding) == ["opened", "exempted", "exemption ended"]
    assert Score.objects.get(subject_ref=TILL).value == 0


def test_a_withdrawn_exemption_counts_no_more(shop: Origin) -> None:
    Exemption.objects.create(
        check_id="owner-is-declared",
        subject_ref=TILL,
        reason="a mistake",
        until_date=(NOW + 9 * DAY).date(),
        decided_by_ref="account:1",
        decided_at=NOW,
        withdrawn_at=NOW,
    )
    run()
    assert findings() == {("owner-is-declared", TILL): "open"}


def test_git_history_enters_the_ledger_once(shop: Origin) -> None:
    run()
    (claim,) = Claim.objects.filter(basis="history")
    assert (claim.subject_ref, claim.owner_text, claim.weight) == (CART, "group:default/shop", 1.0)
    assert claim.evidence["kind"] == "numbers"
    Entity.objects.filter(ref=CART).update(removed_at=NOW)
    CodeRoot.objects.all().delete()
    run(NOW + DAY)
    claim.refresh_from_db()
    assert claim.ended_at == NOW + DAY


def test_findings_concern_the_accountable_team(shop: Origin) -> None:
    Ownership.objects.create(subject_ref=TILL, owner_ref="group:default/shop", confidence=0.4, since=NOW)
    run()
    assert Finding.objects.get().team_ref == "group:default/shop"


def test_who_may_not_see_the_evidence_does_not_see_the_finding(shop: Origin) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    hidden = make_origin("hidden", secret, tip=TIP, scanned_at=NOW)
    make_team("cafe", make_person("cy"))
    evidence = {"origin": hidden.pk, "commit": TIP, "path": "CODEOWNERS", "line": 1}
    make_claim(CART, "codeowners", "@org/cafe", evidence, hidden)
    run()
    assert Finding.objects.get(check_id="claims-agree").source == secret
    assert Finding.objects.get(check_id="owner-is-declared").source == shop.source


# one at a time


def test_while_somebody_else_is_at_it_nothing_is_done(shop: Origin) -> None:
    with hold_lease(LEASE_NAME):
        assert run_checks(NOW) is None
    assert not ScoringRun.objects.exists()
    run()


def test_who_was_taken_for_dead_writes_nothing(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: Any) -> Any:
        judged = judge_all(*arguments)
        ScoringRun.objects.filter(state="running").update(state="failed")
        ScoringRun.objects.create(state="running", requested_at=NOW, started_at=NOW)
        return judged

    monkeypatch.setattr(scoring, "judge_all", slow)
    with pytest.raises(RunLostError):
        run_checks(NOW)
    assert not Finding.objects.exists()
    assert not Score.objects.exists()
    assert ScoringRun.objects.filter(state="finished").count() == 0
    assert ScoringRun.objects.get(state="running").error == ""


def test_a_run_that_died_is_marked_and_another_begins(shop: Origin) -> None:
    dead = ScoringRun.objects.create(state="running", requested_at=NOW, started_at=NOW)
    run(NOW + DAY)
    dead.refresh_from_db()
    assert (dead.state, bool(dead.error), dead.finished_at) == ("failed", True, NOW + DAY)
    assert findings() == {("owner-is-declared", TILL): "open"}


def broken_check(judge: Callable[..., Iterator[Verdict]]) -> dict[str, Check]:
    return {"is-broken": Check("is-broken", "Is broken.", {}, ("component",), (), judge)}


def test_an_error_in_a_check_fails_the_run_and_writes_nothing(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(_: object) -> Iterator[Verdict]:
        yield passed(CART, "It is fine.")
        raise ZeroDivisionError("division by zero")

    run()
    Finding.objects.all().delete()
    monkeypatch.setattr(scoring, "get_checks", lambda: broken_check(judge))
    with pytest.raises(ZeroDivisionError):
        run_checks(NOW + DAY)
    assert not Finding.objects.exists()
    last = ScoringRun.objects.get(state="failed")
    assert last.error == "ZeroDivisionError: division by zero"
    assert ScoringRun.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("subject", ["component:default/phantom", "repository:404"])
def test_a_check_that_judges_what_is_not_there_is_a_fault(
    shop: Origin, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    def judge(snapshot: Any) -> Iterator[Verdict]:
        shown = snapshot.entities[CART].place.shows("x")
        yield failed(subject, "It is bad.", "Mend it.", (shown,))

    monkeypatch.setattr(scoring, "get_checks", lambda: broken_check(judge))
    with pytest.raises(Exception, match="is-broken judged"):
        run_checks(NOW)


# when


def test_nothing_is_due_before_anything_was_asked_for(shop: Origin) -> None:
    assert score_if_due(NOW) is None


def test_asked_for_twice_is_asked_for_once(shop: Origin) -> None:
    request_scoring(["a"], NOW)
    request_scoring(["b"], NOW + DAY)
    assert ScoringRun.objects.get().requested_at == NOW
    done = score_if_due(NOW + DAY)
    assert done is not None
    assert (done.pk, done.requested_at) == (ScoringRun.objects.earliest("pk").pk, NOW)


def finished(seconds: float, **fields: object) -> None:
    """The last run took so long, and a change waits to be judged."""
    request_scoring([], NOW)
    score_if_due(NOW)
    done = ScoringRun.objects.filter(state="finished")
    done.update(started_at=NOW, finished_at=NOW + timedelta(seconds=seconds), **fields)
    request_scoring([], NOW)


@pytest.mark.parametrize(
    ("seconds", "pause"),
    [(0.1, LEAST_PAUSE), (10, timedelta(seconds=200)), (300, PAUSE)],
    ids=["quick", "slow", "slowest"],
)
def test_judging_costs_a_twentieth_of_a_core_at_most(shop: Origin, seconds: float, pause: timedelta) -> None:
    finished(seconds)
    assert score_if_due(NOW + pause - timedelta(seconds=1)) is None
    assert score_if_due(NOW + pause) is not None


def test_a_run_that_failed_is_tried_again_after_a_quarter_of_an_hour(shop: Origin) -> None:
    finished(0.1, state="failed")
    assert score_if_due(NOW + PAUSE - timedelta(seconds=1)) is None
    assert score_if_due(NOW + PAUSE) is not None


def test_a_run_waits_for_what_is_still_being_read_but_not_for_ever(shop: Origin) -> None:
    request_scoring([], NOW)
    assert score_if_due(NOW, is_whole=False) is None
    assert score_if_due(NOW + PATIENCE, is_whole=False) is not None


def test_what_is_asked_for_during_a_run_is_done_after_it(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: Any) -> Any:
        request_scoring([], NOW)
        return judge_all(*arguments)

    monkeypatch.setattr(scoring, "judge_all", slow)
    run()
    assert ScoringRun.objects.filter(state="waiting").count() == 1


def test_without_changes_there_is_one_run_a_day_since_windows_move(shop: Origin) -> None:
    run()
    ScoringRun.objects.filter(state="waiting").delete()
    late = NOW.replace(hour=23, minute=59)
    assert score_if_due(late) is None
    assert score_if_due(late + timedelta(minutes=1)) is not None


# cost


def count_queries(at: Any) -> list[str]:
    """What a run asks the database, but for the marks of transactions and the clock, which SQLite is not asked for."""
    with CaptureQueriesContext(connection) as queries:
        run(at)
    return [query["sql"][:110] for query in queries if not query["sql"].startswith(NOT_COUNTED)]


def test_the_number_of_queries_does_not_grow_with_the_organisation(shop: Origin) -> None:
    def grow(count: int, start: int) -> None:
        for number in range(start, start + count):
            make_entity(f"unowned-{number}", "", origin=shop)
            make_entity(f"lost-{number}", "phantoms", origin=shop)
            make_entity(f"fine-{number}", "shop", origin=shop)
            make_activity(shop, f"fine-{number}", "ada", 20)
            make_claim(
                f"component:default/fine-{number}",
                "codeowners",
                "@org/strangers",
                {"origin": shop.pk, "commit": TIP, "path": "CODEOWNERS", "line": 1},
                shop,
            )

    grow(1, 0)
    run()
    few = count_queries(NOW + DAY)
    grow(30, 1)
    run(NOW + DAY)
    many = count_queries(NOW + 2 * DAY)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)
    assert Finding.objects.count() == 1 + 2 * 31


def test_an_empty_catalog_is_judged_without_complaint() -> None:
    done = run()
    assert (done.state, done.entities, Finding.objects.count(), Score.objects.count()) == ("finished", 0, 0, 0)


def test_a_repository_without_any_descriptor_is_found() -> None:
    origin = make_origin("till-bridge", tip=TIP, scanned_at=NOW, tip_committed_at=NOW)
    run()
    (finding,) = Finding.objects.all()
    assert (finding.check_id, finding.subject_ref, finding.subject_kind) == (
        "repository-is-claimed",
        origin.ref,
        "repository",
    )
    assert FindingEvent.objects.count() == 1


def test_a_removed_repository_is_not_judged() -> None:
    make_origin("gone", tip=TIP, scanned_at=NOW, removed_at=NOW)
    run()
    assert not Finding.objects.exists()


def test_a_source_without_a_name_for_its_entities_is_open_to_everyone(shop: Origin) -> None:
    Source.objects.update(is_restricted=False)
    Descriptor.objects.filter(ref=TILL).update(error="line 9: spec.owner is missing")
    Entity.objects.filter(ref=TILL).update(error="line 9: spec.owner is missing")
    run()
    assert findings() == {("owner-is-declared", TILL): "open"}

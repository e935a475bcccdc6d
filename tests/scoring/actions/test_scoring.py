"""A run judges everything, and writes what changed and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Claim, CodeRoot, Entity, Origin, Ownership
from scoring.models import (
    Exemption,
    FactState,
    Finding,
    Score,
    ScoreDay,
    Unknown,
)
from tests.scoring.actions.runs import CART, DAY, TILL, events, findings, run, shop
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

__all__ = ["shop"]  # a fixture

pytestmark = pytest.mark.django_db


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

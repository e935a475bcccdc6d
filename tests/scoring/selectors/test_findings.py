"""Findings and scores as an actor may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.access import SYSTEM, Actor
from catalog.models import Source
from scoring.core.registry import get_checks
from scoring.core.topic import Topic
from scoring.models import Finding, FindingEvent, Score, ScoreDay, ScoringRun, Unknown
from scoring.models.finding import write_guards
from scoring.selectors.findings import (
    count_findings_by_check,
    count_topics,
    get_finding,
    list_events,
    list_findings,
    list_open_findings,
)
from scoring.selectors.runs import get_last_run, is_scoring_wanted
from scoring.selectors.scores import WITHHELD, get_score, get_scores, get_trend, list_scores
from tests.scoring.factories import NOW, make_entity, make_origin, make_source

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OUTSIDER = Actor("account:1")


@pytest.fixture
def secret() -> Source:
    """Two sources: cart comes from an open one, vault from a restricted one; each has a finding and a score."""
    open_source, secret = make_source("/srv/open"), make_source("/srv/secret", is_restricted=True)
    for name, source, value in (("cart", open_source, 80), ("vault", secret, 20)):
        entity = make_entity(name, origin=make_origin(name, source))
        make_finding(entity.ref, source)
        Score.objects.create(
            subject_ref=entity.ref, scorecard="ownership", value=value, level="x", completeness=90, computed_at=NOW
        )
        for days in (0, 1):
            ScoreDay.objects.create(
                subject_ref=entity.ref, scorecard="ownership", day_date=(NOW - days * DAY).date(), value=value,
                completeness=90,
            )  # fmt: skip
    return secret


def make_finding(subject_ref: str, source: Source | None = None, **fields: Any) -> Finding:
    given: dict[str, Any] = {
        "check_id": "owner-is-declared",
        "subject_kind": "component",
        "sentence": f"Nobody owns {subject_ref}.",
        "evidence": [{"kind": "file"}],
        "opened_at": NOW,
        "last_failed_at": NOW,
    }
    return Finding.objects.create(subject_ref=subject_ref, source=source, **{**given, **fields})


def reader(secret: Source) -> Actor:
    return Actor("account:2", restricted_source_ids=frozenset({secret.pk}))


def refs(rows: Any) -> list[str]:
    return [row.subject_ref for row in rows]


CART, VAULT = "component:default/cart", "component:default/vault"


def test_outsiders_see_nothing_of_a_restricted_source(secret: Source) -> None:
    hidden = Finding.objects.get(subject_ref=VAULT)
    assert refs(list_findings(OUTSIDER)) == [CART]
    assert get_finding(OUTSIDER, hidden.pk) is None
    assert count_findings_by_check(OUTSIDER)["owner-is-declared"] == 1
    assert count_topics(OUTSIDER)[0].rows[0].count == 1
    assert refs(list_scores(OUTSIDER)) == [CART]
    assert get_score(OUTSIDER, VAULT) is None
    assert [day.value for day in get_trend(OUTSIDER, NOW.date())] == [80]


def test_readers_of_the_source_and_administrators_see_it(secret: Source) -> None:
    hidden = Finding.objects.get(subject_ref=VAULT)
    for actor in (reader(secret), SYSTEM):
        assert get_finding(actor, hidden.pk) == hidden
        assert sorted(refs(list_findings(actor))) == [CART, VAULT]
        assert refs(list_scores(actor)) == [VAULT, CART]
        assert [day.value for day in get_trend(actor, NOW.date())] == [50]


def test_a_finding_about_two_restricted_sources_is_for_those_who_may_see_both(secret: Source) -> None:
    other = make_source("/srv/other", is_restricted=True)
    Finding.objects.filter(subject_ref=CART).update(guards=write_guards((secret.pk, other.pk)))
    for seen in ((), (secret.pk,), (other.pk,)):
        assert CART not in refs(list_findings(Actor("account:2", restricted_source_ids=frozenset(seen))))
    both = Actor("account:2", restricted_source_ids=frozenset({secret.pk, other.pk}))
    assert CART in refs(list_findings(both))
    Source.objects.filter(pk__in=(secret.pk, other.pk)).update(is_restricted=False)
    assert CART in refs(list_findings(OUTSIDER))


def test_points_tell_no_sentence_of_what_is_hidden(secret: Source) -> None:
    point = {"check_id": "claims-agree", "sentence": "Night Crew does it.", "guards": [secret.pk]}
    Score.objects.filter(subject_ref=CART).update(points=[point])
    assert get_scores(OUTSIDER, [CART])[CART].points == [{"check_id": "claims-agree", "sentence": WITHHELD}]
    told = [{"check_id": "claims-agree", "sentence": "Night Crew does it."}]
    assert [get_scores(actor, [CART])[CART].points for actor in (reader(secret), SYSTEM)] == [told, told]


def test_who_may_not_read_sees_nothing(secret: Source) -> None:
    nobody = Actor("token:1", scopes=frozenset())
    assert refs(list_findings(nobody)) == []
    assert refs(list_scores(nobody)) == []
    assert set(count_findings_by_check(nobody).values()) == {0}


def test_open_findings_of_teams_and_of_a_subject() -> None:
    make_finding("a", team_ref="group:default/shop")
    make_finding("b", team_ref="group:default/cafe")
    make_finding("c", team_ref="group:default/shop", state="resolved", resolved_at=NOW)
    make_finding("d", team_ref="group:default/shop", state="exempted", exempted_until_date=NOW.date())
    assert refs(list_open_findings(SYSTEM, team_refs=["group:default/shop"])) == ["a"]
    assert refs(list_open_findings(SYSTEM, team_refs=[])) == []
    assert refs(list_open_findings(SYSTEM, subject_ref="b")) == ["b"]
    assert sorted(refs(list_open_findings(SYSTEM))) == ["a", "b"]


def test_counts_know_every_check_and_only_what_is_open() -> None:
    make_finding("a")
    make_finding("b", check_id="claims-agree", state="resolved", resolved_at=NOW)
    counted = count_findings_by_check(SYSTEM)
    assert counted.keys() == get_checks().keys()
    assert (counted["owner-is-declared"], counted["claims-agree"]) == (1, 0)


def test_topics_say_what_is_open_what_is_not_and_what_could_not_be_told() -> None:
    for check_id in ("owner-team-is-alive", "repository-is-claimed", "repository-is-claimed", "claims-agree"):
        make_finding(f"{check_id}-{Finding.objects.count()}", check_id=check_id)
    make_entity("dark", "shop")
    Unknown.objects.create(
        check_id="pager-covers-service", subject_ref="component:default/dark", since=NOW, reason="No schedule."
    )
    counted = {topic.topic: topic for topic in count_topics(SYSTEM)}
    assert [(row.check_id, row.count, row.unknown) for row in counted[Topic.ORPHANS].rows] == [
        ("owner-is-declared", 0, 0),
        ("owner-is-known-team", 0, 0),
        ("owner-team-is-alive", 1, 0),
        ("pager-covers-service", 0, 1),
        ("claimed-by-a-team-api", 0, 0),
        ("repository-is-claimed", 2, 0),
    ]
    assert counted[Topic.MISMATCHES].count == 1


def test_events_stand_in_the_order_of_time() -> None:
    finding = make_finding("a")
    for event, at in (("resolved", NOW + DAY), ("opened", NOW)):
        FindingEvent.objects.create(finding=finding, event=event, actor_ref="system", at=at)
    assert [event.event for event in list_events(finding)] == ["opened", "resolved"]


def test_a_trend_of_some_subjects_and_of_days_that_could_not_be_rated(secret: Source) -> None:
    ScoreDay.objects.filter(subject_ref=VAULT, day_date=NOW.date()).update(value=None, completeness=0)
    first, second = get_trend(SYSTEM, (NOW - DAY).date(), subject_refs=[VAULT])
    assert (first.value, first.completeness, first.subjects) == (20, 90, 1)
    assert (second.value, second.completeness) == (None, 0)
    assert get_trend(SYSTEM, (NOW + DAY).date()) == []


def test_lists_and_counts_cost_one_query_each(secret: Source) -> None:
    with CaptureQueriesContext(connection) as queries:
        count_findings_by_check(OUTSIDER)
        count_topics(OUTSIDER)
        get_trend(OUTSIDER, NOW.date())
        list(list_scores(OUTSIDER))
    assert len(queries) == 6, "\n".join(query["sql"] for query in queries)


def test_the_last_run_is_one_that_ended() -> None:
    assert get_last_run() is None
    old = ScoringRun.objects.create(state="failed", requested_at=NOW, started_at=NOW, finished_at=NOW)
    assert not is_scoring_wanted()
    ScoringRun.objects.create(state="running", requested_at=NOW, started_at=NOW + DAY)
    assert get_last_run() == old
    assert is_scoring_wanted()

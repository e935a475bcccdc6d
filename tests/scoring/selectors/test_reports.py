"""Reports as they are read later: narrowed to their reader, whoever they were made for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.access import SYSTEM, Actor
from catalog.models import Source
from scoring.actions.reports import freeze_report
from scoring.core.reports.report import Report
from scoring.core.reports.state import ORGANISATION
from scoring.core.topic import Topic
from scoring.models import Finding, ReportDelivery, ReportState, Score, Unknown
from scoring.selectors.findings import get_topics
from scoring.selectors.report_readers import get_organisation_readership, get_readership
from scoring.selectors.reports import (
    MailCount,
    count_mails,
    get_report,
    get_report_of,
    list_reports,
    preview_report,
    read_reports,
)
from teams.models import Team
from tests.scoring.factories import make_origin, make_source, make_team
from tests.scoring.reports import (
    DAY,
    MONDAY,
    WEEK,
    WEEK_BEFORE,
    freeze_team,
    get_source,
    make_finding,
    make_reader_team,
    own,
)

pytestmark = pytest.mark.django_db
OUTSIDER = Actor("account:1")


@pytest.fixture
def secret(shop: Team) -> Source:
    """A restricted source with a finding, a service and something unknown, beside as much that everybody may see."""
    source = make_source("/srv/secret", is_restricted=True)
    own(shop, "vault", 20, origin=make_origin("vault", source))
    for name, where in (("shop-web", get_source()), ("vault", source)):
        make_finding(len(name), shop, subject_ref=f"component:default/{name}", source=where)
        reason = f"{name} cannot be read."
        Unknown.objects.create(
            check_id="owner-does-the-work", subject_ref=f"component:default/{name}", reason=reason, since=MONDAY
        )
    freeze_report(get_organisation_readership(), WEEK, MONDAY)
    return source


def read(actor: Actor, week: str = WEEK, scope: str = ORGANISATION) -> Report:
    found = get_report(actor, week, scope)
    assert found is not None
    return found.report


def describe(report: Report) -> tuple[int, int, int | None, list[tuple[int, tuple[str, ...]]]]:
    unlooked = [(row.count, row.reasons) for row in report.unlooked]
    return (report.open_count, report.standing.services, report.standing.value, unlooked)


def test_administrators_read_all_of_it(secret: Source) -> None:
    both = ("shop-web cannot be read.", "vault cannot be read.")
    assert describe(read(SYSTEM)) == (2, 2, 50, [(2, both)])


def test_an_outsider_reads_nothing_of_a_restricted_source(secret: Source) -> None:
    assert describe(read(OUTSIDER)) == (1, 1, 80, [(1, ("shop-web cannot be read.",))])


def test_who_may_read_the_source_reads_of_it(secret: Source) -> None:
    reader = Actor("account:2", restricted_source_ids=frozenset({secret.pk}))
    assert describe(read(reader)) == describe(read(SYSTEM))


def test_what_came_from_a_source_that_is_gone_is_for_administrators(secret: Source) -> None:
    gone = get_source().pk
    Finding.objects.update(source=None)
    Source.objects.filter(pk=gone).update(is_restricted=True, may_define_organisation=False)
    assert read(OUTSIDER).open_count == 0
    assert read(SYSTEM).open_count == 2


def test_news_are_narrowed_on_both_sides(secret: Source, shop: Team) -> None:
    hidden = Finding.objects.get(source=secret)
    Finding.objects.filter(pk=hidden.pk).update(state="resolved", resolved_at=MONDAY + DAY)
    make_finding(90, shop, source=secret)
    freeze_report(get_organisation_readership(), "2026-W12", MONDAY + 7 * DAY)
    mine, all_of_it = read(OUTSIDER, "2026-W12").news, read(SYSTEM, "2026-W12").news
    assert mine is not None
    assert all_of_it is not None
    assert (mine.new_count, mine.resolved_count, mine.moved_count) == (0, 0, 0)
    assert (all_of_it.new_count, all_of_it.resolved_count, all_of_it.moved_count) == (1, 1, 0)


def test_a_team_from_a_restricted_source_is_not_there_for_others(secret: Source) -> None:
    hidden = make_reader_team("hidden", source=secret)
    freeze_team(hidden)
    assert get_report(OUTSIDER, WEEK, hidden.ref) is None
    assert hidden.ref not in list_reports(OUTSIDER).values_list("scope", flat=True)
    assert get_report(SYSTEM, WEEK, hidden.ref) is not None
    readership = get_readership(hidden.ref)
    assert readership is not None
    assert get_report_of(readership, WEEK) is not None, "its own readers get it all the same"


def test_a_report_that_was_not_made_is_not_there(shop: Team) -> None:
    assert get_report(SYSTEM, WEEK, shop.ref) is None
    assert get_report(SYSTEM, "nonsense", "nonsense") is None


def test_a_report_says_what_was_true_when_it_was_made(shop: Team) -> None:
    finding = make_finding(1, shop)
    freeze_team(shop)
    Finding.objects.filter(pk=finding.pk).update(sentence="Something else.", state="resolved", resolved_at=MONDAY)
    Score.objects.update(value=1)
    report = read(SYSTEM, WEEK, shop.ref)
    assert (report.first[0].finding.sentence, report.standing.value) == (finding.sentence, 80)


def test_the_week_before_is_the_last_one_with_a_report(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop, "2026-W07", MONDAY - 28 * DAY)
    make_finding(2, shop)
    freeze_team(shop)
    news = read(SYSTEM, WEEK, shop.ref).news
    assert news is not None
    assert (news.new_count, read(SYSTEM, WEEK, shop.ref).since) == (1, MONDAY - 28 * DAY)


def test_right_now_is_compared_with_the_last_report_of_this_week_too(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop)
    make_finding(2, shop)
    now = preview_report(OUTSIDER, shop.ref, "Shop", MONDAY + DAY)
    assert (now.week, now.frozen_at) == (WEEK, None)
    assert now.report.news is not None
    assert now.report.news.new_count == 1
    assert ReportState.objects.count() == 1, "looking makes no report"


def test_right_now_shows_no_more_than_the_actor_may_see(secret: Source) -> None:
    outside = preview_report(OUTSIDER, ORGANISATION, "All", MONDAY + DAY).report
    assert describe(outside) == (1, 1, 80, [(1, ("shop-web cannot be read.",))])


def test_many_reports_are_read_with_as_many_queries_as_one(shop: Team) -> None:
    teams = [shop, *(make_reader_team(f"team-{number}") for number in range(8))]
    for team in teams:
        freeze_team(team, WEEK_BEFORE, MONDAY - 7 * DAY)
        freeze_team(team)
    rows = list(list_reports(OUTSIDER))
    with CaptureQueriesContext(connection) as for_one:
        read_reports(OUTSIDER, rows[:1])
    with CaptureQueriesContext(connection) as for_all:
        found = read_reports(OUTSIDER, rows)
    assert len(for_all) == len(for_one) == 3
    assert [each.week for each in found] == [WEEK] * 9 + [WEEK_BEFORE] * 9
    assert [each.report.news is None for each in found] == [False] * 9 + [True] * 9


def test_mails_are_counted_by_how_they_stand(shop: Team) -> None:
    for number, state in enumerate(("sent", "sent", "waiting", "claimed", "refused")):
        ReportDelivery.objects.create(
            week=WEEK, scope=shop.ref, recipient=f"{number}@example.org", state=state, message_id=f"<{number}@x>",
            due_at=MONDAY, sent_at=MONDAY if state == "sent" else None,
        )  # fmt: skip
    assert count_mails(WEEK, shop.ref) == MailCount(sent=2, waiting=2, refused=1)
    assert count_mails(WEEK, shop.ref).readers == 5


def test_a_scope_that_does_not_exist_has_no_readers(db: None) -> None:
    make_team("shop")
    assert get_readership("group:default/nobody") is None
    assert get_readership("group:default/shop") is not None


def test_every_check_is_in_one_topic_and_the_orphans_are_those_of_the_design() -> None:
    topics = get_topics()
    assert sorted(topics.statements) == sorted(check_id for each in topics.all for check_id in each.labels)
    assert list(topics.labels_of(Topic.ORPHANS)) == [
        "owner-is-declared",
        "owner-is-known-team",
        "owner-team-is-alive",
        "pager-covers-service",
        "claimed-by-a-team-api",
        "repository-is-claimed",
    ]
    assert list(topics.labels_of(Topic.MISMATCHES)) == ["claims-agree", "owner-does-the-work"]

"""A report is made from what its readers may see, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import SourceReader
from scoring.actions.reports import freeze_due_reports, freeze_report
from scoring.core.reports.state import ORGANISATION
from scoring.models import Finding, FindingEvent
from scoring.selectors.report_readers import get_team_readership
from teams.models import Team
from tests.scoring.factories import NOW, make_origin, make_source
from tests.scoring.reports import (
    DAY,
    MONDAY,
    WEEK,
    WEEK_BEFORE,
    freeze_team,
    get_source,
    get_state,
    make_finding,
    own,
)

pytestmark = pytest.mark.django_db


def test_a_team_reads_of_its_own_findings_and_the_organisation_of_all(shop: Team) -> None:
    mine, other = make_finding(1, shop), make_finding(2)
    freeze_due_reports(MONDAY)
    assert get_state(shop.ref).list_open_ids() == {mine.pk}
    assert get_state(ORGANISATION).list_open_ids() == {mine.pk, other.pk}


def test_a_team_reads_nothing_of_a_restricted_source_it_may_not_see(shop: Team) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    make_finding(1, shop, source=secret)
    own(shop, "vault", 10, origin=make_origin("vault", secret))
    assert freeze_team(shop).list_open_ids() == set()
    assert [group.source_id for group in get_state(shop.ref).scores] == [get_source().pk]


def test_a_team_that_may_see_it_reads_of_it(shop: Team) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    SourceReader.objects.create(source=secret, team_ref=shop.ref)
    hidden = make_finding(1, shop, source=secret)
    assert freeze_team(shop).list_open_ids() == {hidden.pk}


def test_a_group_of_an_untrusted_source_may_not_see_it(shop: Team) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    SourceReader.objects.create(source=secret, team_ref=shop.ref)
    make_finding(1, shop, source=secret)
    stranger = make_source("/srv/stranger", may_define_organisation=False)
    shop.source = stranger
    shop.save()
    assert freeze_team(shop).list_open_ids() == set()


def test_it_says_what_was_resolved_since_the_last_report_and_how(shop: Team) -> None:
    done, older = make_finding(1, shop), make_finding(2, shop)
    resolved = Finding.State.RESOLVED
    Finding.objects.filter(pk=older.pk).update(state=resolved, resolved_at=MONDAY - 8 * DAY)
    freeze_team(shop, WEEK_BEFORE, MONDAY - 7 * DAY)
    Finding.objects.filter(pk=done.pk).update(state=resolved, resolved_at=MONDAY - DAY)
    event = {"event": "resolved", "actor_ref": "system", "note": "Shop owns it now.", "at": MONDAY - DAY}
    FindingEvent.objects.create(finding=done, **event)
    (told,) = freeze_team(shop).resolved
    assert (told.id, told.how) == (done.pk, "Shop owns it now.")


def test_it_says_that_a_finding_is_back(shop: Team) -> None:
    back, new = make_finding(1, shop), make_finding(2, shop)
    FindingEvent.objects.create(finding=back, event="reopened", actor_ref="system", at=NOW)
    FindingEvent.objects.create(finding=new, event="opened", actor_ref="system", at=NOW)
    assert {each.id: each.is_back for each in freeze_team(shop).told} == {back.pk: True, new.pk: False}


def test_texts_of_others_are_made_safe(shop: Team) -> None:
    make_finding(1, shop, sentence="Nobody\r\nowns\x1b[2J it.", remedy="Name\u202e a team.")
    (told,) = freeze_team(shop).told
    assert (told.sentence, told.remedy) == ("Nobody owns [2J it.", "Name a team.")


def test_making_a_report_takes_as_many_queries_for_many_findings_as_for_one(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop, "2026-W08", MONDAY - 21 * DAY)
    readership = get_team_readership(shop)
    with CaptureQueriesContext(connection) as with_one:
        freeze_report(readership, WEEK_BEFORE, MONDAY - 7 * DAY)
    for number in range(2, 40):
        make_finding(number, shop, check_id=f"check-{number % 5}")
        own(shop, f"service-{number}")
    with CaptureQueriesContext(connection) as with_many:
        freeze_report(readership, WEEK, MONDAY)
    assert len(with_many) == len(with_one)
    assert len(get_state(shop.ref).list_open_ids()) == 39

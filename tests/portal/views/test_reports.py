"""Weekly reports: the list, one, and right now; each narrowed to who looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from scoring.actions.reports import freeze_report
from scoring.models import Finding, ReportDelivery, ReportState
from scoring.selectors.report_readers import get_organisation_readership, get_team_readership
from teams.models import Team
from tests.portal.organisation import Named, Organisation, count_queries, make_finding, make_shop_team
from tests.scoring.factories import make_entity, make_source
from tests.scoring.reports import DAY, MONDAY, WEEK, WEEK_BEFORE

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
ORGANISATION, SHOP = f"/reports/{WEEK}/organisation", f"/reports/{WEEK}/group:default/shop"


@pytest.fixture
def made(org: Organisation) -> Organisation:
    """Reports of two weeks on the organisation and on Shop; cart's finding is old, vault's is new."""
    Team.objects.filter(pk=org.shop.pk).update(email="shop@example.org")
    shop = Team.objects.select_related("source").get(pk=org.shop.pk)
    readerships = (get_organisation_readership(), get_team_readership(shop))
    Finding.objects.filter(pk=org.hidden_finding.pk).update(state="resolved", resolved_at=MONDAY - 9 * DAY)
    for readership in readerships:
        freeze_report(readership, WEEK_BEFORE, MONDAY - 7 * DAY)
    Finding.objects.filter(pk=org.hidden_finding.pk).update(state="open", resolved_at=None)
    for readership in readerships:
        freeze_report(readership, WEEK, MONDAY)
    return org


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_signed_out_people_see_the_sign_in_page(made: Organisation, signed_out: Client) -> None:
    for url in ("/reports", ORGANISATION, "/reports/now/organisation"):
        assert signed_out.get(url).status_code == 302


def test_the_list_has_all_reports_the_last_week_first(made: Organisation, owner: Named) -> None:
    page = read(owner, "/reports")
    assert page.index(ORGANISATION) < page.index(f"/reports/{WEEK_BEFORE}/organisation")
    assert f'href="{SHOP}"' in page
    assert "1 new, 0 resolved" in page
    assert "the first report" in page


def test_the_list_leads_to_right_now_for_ones_own_teams(made: Organisation, owner: Named, outsider: Named) -> None:
    assert 'href="/reports/now/group:default/shop"' in read(owner, "/reports")
    assert 'href="/reports/now/group:default/shop"' not in read(outsider, "/reports")
    assert 'href="/reports/now/organisation"' in read(outsider, "/reports")


def test_the_list_can_be_filtered(made: Organisation, owner: Named) -> None:
    assert SHOP not in read(owner, "/reports?scope=organisation").partition('id="list"')[2]
    assert ORGANISATION not in read(owner, "/reports?scope=shop").partition('id="list"')[2]
    assert ORGANISATION not in read(owner, f"/reports?week={WEEK_BEFORE}")
    assert ORGANISATION not in read(owner, "/reports?q=Shop").partition('id="list"')[2]


def test_the_list_as_csv(made: Organisation, owner: Named) -> None:
    response = owner.get("/reports?format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "week,scope,name,open,new,resolved,score,completeness,made at"
    assert f"{WEEK},group:default/shop,Shop,2,1,0,85,85," in "\n".join(lines)


def test_without_a_report_it_says_when_the_first_comes(org: Organisation, owner: Named) -> None:
    page = read(owner, "/reports")
    assert "No report was made yet" in page
    assert "The first one is made on Monday" in page


def test_a_report_says_what_is_open_and_what_is_new(made: Organisation, owner: Named) -> None:
    page = read(owner, SHOP)
    assert "2 findings are open, 1 of them new." in page
    assert f'href="/findings/{made.finding.pk}"' in page
    assert 'href="/findings?state=open&amp;check=claims-agree&amp;team=group%3Adefault%2Fshop"' in page
    assert "85 % of what counts could be rated." in page


def test_what_is_restricted_is_not_in_anybody_elses_report(
    made: Organisation, owner: Named, outsider: Named, administrator: Named
) -> None:
    for url in (SHOP, ORGANISATION, "/reports/now/organisation", "/reports/now/group:default/shop"):
        assert "vault" in read(owner, url)
        assert "vault" in read(administrator, url)
        assert "vault" not in read(outsider, url)
    assert "1 finding is open." in read(outsider, SHOP)


def test_addresses_are_for_administrators(made: Organisation, owner: Named, administrator: Named) -> None:
    ReportDelivery.objects.filter(week=WEEK).update(state="refused", error="550 5.1.1 no such user")
    assert "refused: 550 5.1.1 no such user" in read(administrator, SHOP)
    assert "shop@example.org" in read(administrator, SHOP)
    page = read(owner, SHOP)
    assert "shop@example.org" not in page
    assert "550" not in page
    assert "1 refused, 0 waiting." in page


def test_a_report_that_is_not_there_is_a_404(made: Organisation, owner: Named, outsider: Named) -> None:
    secret = make_shop_team("covert", make_source("/srv/covert", is_restricted=True))
    ReportState.objects.create(
        week=WEEK, scope=secret.ref, state=ReportState.objects.get(scope=made.shop.ref, week=WEEK).state,
        frozen_at=MONDAY,
    )  # fmt: skip
    for url in (
        "/reports/2020-W01/organisation",
        "/reports/nonsense/organisation",
        f"/reports/{WEEK}/group:default/nobody",
        f"/reports/{WEEK}/nonsense",
        "/reports/now/group:default/nobody",
        f"/reports/{WEEK}/{secret.ref}",
        f"/reports/now/{secret.ref}",
    ):
        assert outsider.get(url).status_code == 404, url


def test_a_dissolved_team_keeps_its_reports_but_has_no_right_now(made: Organisation, owner: Named) -> None:
    Team.objects.filter(pk=made.shop.pk).update(dissolved_at=MONDAY)
    assert owner.get(SHOP).status_code == 200
    assert owner.get("/reports/now/group:default/shop").status_code == 404


def test_right_now_is_no_report_yet_and_says_so(made: Organisation, owner: Named) -> None:
    make_finding(make_entity("late", "shop"), made.origin)
    page = read(owner, "/reports/now/group:default/shop")
    assert "This is how it stands right now." in page
    assert "3 findings are open" in page
    assert ReportState.objects.count() == 4


@time_machine.travel(MONDAY + timedelta(days=7, hours=1), tick=False)
def test_this_weeks_report_that_was_not_made_leads_to_right_now(made: Organisation, owner: Named) -> None:
    response = owner.get("/reports/2026-W12/group:default/shop")
    assert (response.status_code, response.headers["Location"]) == (302, "/reports/now/group:default/shop")


def test_reports_are_in_the_navigation(owner: Named) -> None:
    assert 'href="/reports" aria-current="page"' in read(owner, "/reports")


def test_queries_of_the_list_are_counted(made: Organisation, owner: Named) -> None:
    few = count_queries(owner, "/reports")
    for number in range(10):
        team = Team.objects.select_related("source").get(pk=make_shop_team(f"t{number}", made.source).pk)
        freeze_report(get_team_readership(team), WEEK, MONDAY)
    assert count_queries(owner, "/reports") == few
    assert few == [
        *WHO,
        *("scoring_reportstate", "scoring_reportstate"),  # how many, and which weeks there are to choose from
        "teams_team",
        *("scoring_reportstate", "scoring_reportstate", "scoring_reportstate"),  # these, which before, and those
        *("catalog_source", "teams_team"),
    ]


def test_queries_of_a_report_are_counted(made: Organisation, owner: Named) -> None:
    assert count_queries(owner, SHOP) == [
        *WHO,
        "scoring_reportstate",
        "scoring_reportstate",
        "scoring_reportstate",
        "catalog_source",
        "scoring_reportdelivery",
    ]


def test_queries_of_right_now_are_counted(made: Organisation, owner: Named) -> None:
    queries = count_queries(owner, "/reports/now/group:default/shop")
    for number in range(10):
        make_finding(make_entity(f"extra-{number}", "shop"), made.origin)
    assert count_queries(owner, "/reports/now/group:default/shop") == queries
    assert queries == [
        *WHO,
        *("teams_team", "scoring_reportstate", "catalog_source"),
        *("scoring_finding", "scoring_findingevent", "scoring_scoringrun"),
        *("scoring_finding", "scoring_findingevent"),  # what was resolved
        *("scoring_unknown", "catalog_entity", "catalog_origin"),
        *("catalog_entity", "catalog_entity"),  # scores by source, now and in earlier weeks
    ]

"""Teams: the list and one team's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Entity, Source
from scoring.models import ScoreDay
from teams.models import Membership, Person, Team
from tests.portal.organisation import OWNER, Named, Organisation, count_queries, make_finding, own, rate
from tests.scoring.factories import NOW, make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
SHOP = "/teams/default/shop"


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def names(someone: Named, url: str) -> list[str]:
    return [part.partition(">")[2].partition("<")[0] for part in read(someone, url).split("data-row-link")[1:]]


def test_an_outsider_gets_404_for_a_team_of_a_restricted_source(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    hidden = Team.objects.create(
        ref="group:default/moles", name="moles", source=org.hidden_origin.source, first_seen_at=NOW
    )
    assert owner.get("/teams/default/moles").status_code == 200
    assert outsider.get("/teams/default/moles").status_code == 404
    assert hidden.name not in read(outsider, "/teams")


@pytest.mark.parametrize("url", ["/teams/default/nope", "/teams/default/%00", "/teams/x/shop"])
def test_a_team_that_is_not_there_is_not_found(owner: Named, url: str) -> None:
    assert owner.get(url).status_code == 404


def test_the_page_says_who_they_are_and_how_to_reach_them(org: Organisation, owner: Named, lead: Named) -> None:
    channels = [
        {"kind": "slack", "title": "#shop", "url": "https://chat.example/shop"},
        {"kind": "bad", "title": "Bad", "url": "javascript:alert(1)"},
    ]
    Team.objects.filter(pk=org.shop.pk).update(focus="Sells things", channels=channels)
    page = read(owner, SHOP)
    assert "Sells things" in page
    assert 'href="https://chat.example/shop"' in page
    assert "javascript:" not in page
    assert "your team" in page
    members = page.partition('id="members"')[2]
    assert members.index("Lena") < members.index("Olga"), "the lead stands first"


def test_what_it_owns_comes_with_repository_api_and_on_call(org: Organisation, owner: Named) -> None:
    make_entity("cart-api", "shop", kind="API", type="openapi", title="Cart API")
    links = '[{"url": "https://pager.example/cart", "title": "On-call"}, {"url": "https://d.example", "title": "Docs"}]'
    Entity.objects.filter(pk=org.cart.pk).update(
        body_json='{"metadata": {"links": ' + links + "}}",
        relations_json='[{"type": "providesApi", "targetRef": "api:default/cart-api"}]',
    )
    row = read(owner, SHOP).partition("data-row-link>cart<")[2].partition("</tr>")[0]
    assert f'href="/repositories/{org.origin.pk}"' in row
    assert "Cart API" in row
    assert 'href="https://pager.example/cart"' in row
    assert 'href="https://d.example"' in row


def test_quality_says_which_point_was_lost(owner: Named) -> None:
    quality = read(owner, SHOP).partition('id="quality"')[2]
    assert "The claims about cart name two teams." in quality
    assert "85 % could be rated" in quality


def test_the_score_says_what_it_was_and_since_when(org: Organisation, owner: Named) -> None:
    today = timezone.now().date()
    for days, value in ((7, 60), (0, 85)):
        ScoreDay.objects.create(
            subject_ref=org.cart.ref, scorecard="ownership", day_date=today - timedelta(days=days), value=value,
            completeness=100,
        )  # fmt: skip
    assert "+25 since" in read(owner, SHOP)


def test_an_outsider_sees_neither_hidden_services_nor_their_findings(owner: Named, outsider: Named) -> None:
    assert "vault" in read(owner, SHOP)
    page = read(outsider, SHOP)
    assert "vault" not in page
    assert "<b>1</b><span>service</span>" in page


def test_a_team_nobody_is_in_says_so(org: Organisation, administrator: Named) -> None:
    assert "nobody is in it" in read(administrator, SHOP)


def test_a_department_whose_people_are_in_its_teams_is_no_empty_team(org: Organisation, administrator: Named) -> None:
    Team.objects.create(ref="group:default/child", name="child", parent_ref=org.shop.ref, first_seen_at=NOW)
    page = read(administrator, SHOP)
    assert "nobody is in it" not in page
    assert "people are in the teams within" in page


def test_people_who_left_are_no_members(org: Organisation, owner: Named, administrator: Named) -> None:
    Membership.objects.update(until=timezone.now())
    assert "Olga" not in read(administrator, SHOP).partition('id="members"')[2]


def test_dissolved_teams_are_shown_when_asked_for(org: Organisation, owner: Named) -> None:
    Team.objects.filter(name="money").update(dissolved_at=timezone.now())
    assert names(owner, "/teams") == ["Shop"]
    assert names(owner, "/teams?state=dissolved") == ["Money"]
    assert "dissolved" in read(owner, "/teams/default/money")


def test_teams_by_state_and_number(org: Organisation, owner: Named) -> None:
    assert names(owner, "/teams?state=staffed") == ["Shop"]
    assert names(owner, "/teams?state=empty") == ["Money"]
    assert names(owner, "/teams?sort=-members") == ["Shop", "Money"]
    assert names(owner, "/teams?sort=-findings") == ["Shop", "Money"]


def test_services_of_a_team_sort_by_services_alone(org: Organisation, owner: Named) -> None:
    money = Team.objects.get(name="money")
    for number in range(5):
        own(make_entity(f"db-{number}", "money", kind="Resource"), money)
    assert names(owner, "/teams?sort=-owns") == ["Shop", "Money"]


@pytest.mark.parametrize("more", [0, 30])
def test_the_queries_of_the_pages_do_not_grow(org: Organisation, owner: Named, more: int) -> None:
    Source.objects.update(may_define_organisation=True)
    for number in range(more):
        entity = make_entity(f"more-{number}", "shop")
        own(entity, org.shop)
        rate(entity, 40)
        make_finding(entity, org.origin)
        team = Team.objects.create(ref=f"group:default/t{number}", name=f"t{number}", first_seen_at=NOW)
        Membership.objects.create(team=team, person=Person.objects.get(name="olga"), since=NOW)
    assert count_queries(owner, "/teams") == [
        *WHO,
        "teams_team",  # how many
        "teams_team",  # types to choose from
        "teams_team",  # the page
        "teams_membership",  # members
        "catalog_ownership",  # services
        "scoring_finding",  # findings
    ]
    assert count_queries(owner, SHOP) == [
        *WHO,
        "teams_team",  # the team
        "catalog_entity",  # its services
        "catalog_descriptor",  # where they are
        *OWNER,
        "scoring_score",  # their scores
        "scoring_finding",  # their findings
        "catalog_entity",  # what else it owns
        "teams_team",  # teams within
        "teams_membership",  # members
        "catalog_entity",  # how many services
        "catalog_entity",  # its APIs
        "scoring_scoreday",  # the trend
        "scoring_finding",  # what needs attention
        "catalog_entity",
        "teams_team",
        "catalog_origin",
        "scoring_finding",  # how many
        "catalog_entity",  # what its services name
        "catalog_ownership",
        "catalog_entity",
        "teams_schedule",  # who is on call
        "catalog_descriptor",  # where it says its Team API is
        "teams_membershipdecision",  # what people decided about members
        "catalog_entity",  # conflicts
        "teams_schedule",  # its next 14 days
    ]

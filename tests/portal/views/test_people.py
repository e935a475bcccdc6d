"""People: the list, and the page of one, for whoever may see them."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from catalog.models import AddedAlias, Alias, Claim, Entity, Source
from portal.models import AuditEvent
from scoring.models import AuthorActivity
from teams.models import Membership, Person, Schedule, Team
from tests.people import commit_as
from tests.portal.organisation import Named, Organisation, count_queries, make_member
from tests.portal.views.cases import declare_people
from tests.scoring.factories import NOW, make_claim, make_entity
from tests.teams.schedules import keep_schedule, schedule_text
from tests.teams.team_apis import keep_team_api, team_api_text

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
OLGA = "/people/default/olga"
ADD = {"scheme": "email", "value": "Olga@Home.example", "reason": "It is mine."}


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def names(someone: Named, url: str) -> list[str]:
    return [part.partition(">")[2].partition("<")[0] for part in read(someone, url).split("data-row-link")[1:]]


def card(page: str, anchor: str) -> str:
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def leave(person: Person) -> None:
    """As the people are kept in step when the User is gone."""
    Entity.objects.filter(ref=person.ref).update(removed_at=NOW)
    Membership.objects.filter(person=person).update(until=NOW)
    person.left_at = NOW
    person.save()


@pytest.fixture
def olga(owner: Named) -> Person:
    return Person.objects.get(name="olga")


def test_the_page_says_who_they_are_and_how_to_reach_them(org: Organisation, owner: Named, lead: Named) -> None:
    links = [{"url": "https://chat.example/lena", "title": "Chat", "type": "chat"}]
    Entity.objects.filter(ref="user:default/lena").update(
        body_json=orjson.dumps({"kind": "User", "metadata": {"name": "lena", "links": links}}).decode()
    )
    page = read(owner, "/people/default/lena")
    assert "leads <a" in page
    assert 'href="mailto:lena@example.org"' in card(page, "reach")
    assert 'href="https://chat.example/lena"' in card(page, "reach")
    assert "2 services" in card(page, "teams")
    assert "from their User" in card(page, "addresses")
    assert ">you<" not in page
    assert "<c-icon" not in page
    assert "you</span>" in read(lead, "/people/default/lena")


def test_teams_of_now_and_of_before(org: Organisation, owner: Named, olga: Person) -> None:
    money = Team.objects.get(name="money")
    Membership.objects.create(team=money, person=olga, since=NOW - timedelta(days=400), until=NOW - timedelta(days=40))
    teams = card(read(owner, OLGA), "teams")
    assert teams.index("Shop") < teams.index("Money") < teams.index("2025-01-26") < teams.index("2026-01-21")


def test_who_is_on_call_now_and_next(org: Organisation, owner: Named) -> None:
    keep_schedule(schedule_text("shop", "shop", "[[olga], [stranger]]"), org.origin, path="oncall.yaml")
    keep_schedule(schedule_text("nights", "shop", "[[stranger]]"), org.origin, path="nights.yaml")
    page = read(owner, OLGA)
    assert 'href="/on-call/default/shop"' in card(page, "on-call")
    assert "nights" not in card(page, "on-call")
    assert "bw-end" in card(page, "on-call"), "turns change every day: one of the next is theirs"


def test_a_schedule_that_cannot_be_read_is_unknown_and_not_nothing(org: Organisation, owner: Named) -> None:
    keep_schedule(schedule_text("shop", "shop", "[[olga]]"), org.origin, path="oncall.yaml")
    Schedule.objects.update(document=None, problem="no YAML")
    assert "is unknown: it cannot be read now" in card(read(owner, OLGA), "on-call")


@pytest.mark.usefixtures("teammate")
def test_what_still_names_somebody_who_left(org: Organisation, owner: Named) -> None:
    tom = Person.objects.get(name="tom")
    leave(tom)
    make_claim("component:default/cart", "codeowners", "Tom@example.org", {"origin": org.origin.pk}, org.origin)
    make_claim("component:default/vault", "codeowners", "tom@example.org", {}, org.hidden_origin)
    keep_schedule(schedule_text("shop", "shop", "[[tom]]"), org.origin, path="oncall.yaml")
    keep_team_api(team_api_text("shop", more="channels: [{type: email, address: tom@example.org}]\n"), org.origin)
    Entity.objects.filter(ref="group:default/shop").update(
        body_json=orjson.dumps(
            {"kind": "Group", "metadata": {"name": "shop", "annotations": {"bailiwick.dev/lead": "tom"}}}
        ).decode()
    )
    page = read(owner, "/people/default/tom")
    mentions = card(page, "mentions")
    assert "No source names them any more, since" in page
    assert 'href="/on-call/default/shop"' in mentions
    assert "The Group names them as its lead." in mentions
    assert "CODEOWNERS names Tom@example.org." in mentions
    assert "tom@example.org" in mentions.partition("Team API")[2]
    assert "vault" in mentions, "Olga may see the restricted source"


def test_an_outsider_does_not_see_what_hidden_files_say_of_a_leaver(
    org: Organisation, outsider: Named, olga: Person
) -> None:
    leave(olga)
    make_claim("component:default/vault", "codeowners", "olga@example.org", {}, org.hidden_origin)
    assert "Nothing that you can see" in card(read(outsider, OLGA), "mentions")
    assert not Claim.objects.filter(owner_text="olga@example.org", source=org.source).exists()


def test_people_of_a_restricted_source_are_hidden(org: Organisation, owner: Named, outsider: Named) -> None:
    Person.objects.create(
        ref="user:default/mole", name="mole", email="mole@example.org", source=org.hidden_origin.source,
        first_seen_at=NOW,
    )  # fmt: skip
    make_entity("mole", "", kind="User", type="", origin=org.hidden_origin)
    assert owner.get("/people/default/mole").status_code == 200
    assert outsider.get("/people/default/mole").status_code == 404
    assert outsider.post("/people/default/mole/addresses", **ADD).status_code == 404
    for url in ("/people", "/people?email=mole@example.org", "/people?q=mole"):
        assert "mole@" not in read(outsider, url).partition('id="list"')[2].partition("<table")[2]
    assert b"mole" not in b"".join(outsider.get("/people?format=csv"))


@pytest.mark.parametrize("url", ["/people/default/nope", "/people/default/%00", "/people/x/olga"])
def test_who_is_not_there_is_not_found(owner: Named, url: str) -> None:
    assert owner.get(url).status_code == 404


def test_an_old_name_leads_on_and_a_bare_user_to_the_entity(owner: Named) -> None:
    Alias.objects.create(scheme="ref", value="user:default/helga", entity_ref="user:default/olga", valid_from=NOW)
    response = owner.get("/people/default/helga")
    assert (response.status_code, response.headers["Location"]) == (301, OLGA)
    make_entity("bare", "", kind="User", type="")
    assert owner.get("/people/default/bare").headers["Location"] == "/entities/user/default/bare"


@pytest.mark.usefixtures("org")
class TestAddresses:
    def test_one_says_what_is_ones_own_and_takes_it_back(self, owner: Named, lead: Named) -> None:
        assert owner.post(f"{OLGA}/addresses", **ADD).headers["Location"] == f"{OLGA}#addresses"
        shown = card(read(lead, OLGA), "addresses")
        assert "olga@home.example" in shown
        assert "<strong>olga</strong>" in shown
        assert "It is mine." in shown
        pk = AddedAlias.objects.get().pk
        assert owner.post(f"{OLGA}/addresses/{pk}/withdraw", reason="Sold.").status_code == 302
        assert "until" in card(read(owner, OLGA), "addresses")
        assert list(AuditEvent.objects.values_list("action", "subject").order_by("pk")) == [
            ("address-added", "user:default/olga"),
            ("address-withdrawn", "user:default/olga"),
        ]
        assert "home.example" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))

    def test_leads_and_administrators_may_others_may_not(
        self, owner: Named, teammate: Named, outsider: Named, lead: Named, administrator: Named
    ) -> None:
        declare_people()
        for someone, status in ((teammate, 403), (outsider, 403), (lead, 302), (administrator, 302)):
            data = ADD | {"value": f"{someone.account.username}@home.example"}
            assert someone.post(f"{OLGA}/addresses", **data).status_code == status, someone.account
            may = status == 302
            assert ("Add an address or login" in read(someone, OLGA)) == may
        pk = AddedAlias.objects.earliest("pk").pk
        assert teammate.post(f"{OLGA}/addresses/{pk}/withdraw", reason="x").status_code == 403
        assert owner.post("/people/default/tom/addresses/1/withdraw", reason="x").status_code == 403
        assert administrator.post(f"/people/default/tom/addresses/{pk}/withdraw", reason="x").status_code == 404

    @pytest.mark.usefixtures("teammate")
    def test_what_cannot_be_said_is_shown_beside_the_field(self, owner: Named) -> None:
        response = owner.post(f"{OLGA}/addresses", **ADD | {"value": "tom@example.org"})
        assert response.status_code == 200
        assert "Somebody else has it." in response.content.decode()
        assert not AddedAlias.objects.exists()


@pytest.fixture
def crowd(org: Organisation, owner: Named, teammate: Named) -> None:
    """Olga with a second address, Tom with a login; Ida in no team; Gus, who left."""
    Alias.objects.create(scheme="email", value="o@home.example", entity_ref="user:default/olga", valid_from=NOW)
    Alias.objects.create(scheme="github-login", value="tomcat", entity_ref="user:default/tom", valid_from=NOW)
    for name in ("ida", "gus"):
        make_member(org.shop, name)
        Membership.objects.filter(person__name=name).update(until=NOW)
    Person.objects.filter(name="gus").update(left_at=NOW)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Gus", "Ida", "Olga", "Tom"]),
        ("sort=-name", ["Tom", "Olga", "Ida", "Gus"]),
        ("q=HOME.ex", ["Olga"]),
        ("q=tomcat", ["Tom"]),
        ("email=O@home.example", ["Olga"]),
        ("email=7%2Btomcat@users.noreply.github.com", ["Tom"]),
        ("login=@TomCat", ["Tom"]),
        ("team=shop", ["Olga", "Tom"]),
        ("left=true", ["Gus"]),
        ("left=false", ["Ida", "Olga", "Tom"]),
        ("in_team=false&left=false", ["Ida"]),
        ("several=true", ["Olga"]),
        ("several=false&in_team=true", ["Tom"]),
    ],
)
def test_the_list_is_filtered_in_its_address(owner: Named, query: str, found: list[str]) -> None:
    assert names(owner, f"/people?{query}") == found
    assert f"{len(found)} p" in read(owner, f"/people?{query}")


@pytest.mark.usefixtures("crowd")
def test_the_list_as_csv(owner: Named) -> None:
    rows = b"".join(owner.get("/people?several=true&format=csv")).decode("utf-8-sig").splitlines()
    assert rows[0] == "ref,name,e-mail,teams,addresses,logins,first seen,left"
    assert rows[1].startswith(
        "user:default/olga,Olga,olga@example.org,group:default/shop,olga@example.org | o@home.example,,"
    )


def test_nobody_yet(administrator: Named) -> None:
    assert "A User in a catalog file is a person" in read(administrator, "/people")
    assert "Nothing fits these filters" in read(administrator, "/people?left=true")


def test_no_page_counts_what_one_person_did(org: Organisation, owner: Named, lead: Named) -> None:
    """Work is counted by team: 4321 commits of the only author are Shop's."""
    commit_as(org.origin, "olga@example.org", 4321)
    AuthorActivity.objects.update(day_date=timezone.now().date())
    Source.objects.filter(pk=org.source.pk).update(may_define_organisation=True)
    activity = read(owner, f"/repositories/{org.origin.pk}").partition("Who works here")[2].partition("</section>")[0]
    assert "4321" in activity
    assert "Shop" in activity
    assert "olga" not in activity.lower()
    for url in (OLGA, "/people", "/entities/user/default/olga", "/teams/default/shop"):
        assert "4321" not in read(owner, url)


@pytest.mark.parametrize("number", [0, 20])
def test_the_queries_do_not_grow(org: Organisation, lead: Named, olga: Person, number: int) -> None:
    for index in range(number):
        person = make_member(org.shop, f"x{index}")
        Membership.objects.create(team=Team.objects.get(name="money"), person=person, since=NOW)
        Alias.objects.create(
            scheme="email", value=f"{index}@home.example", entity_ref="user:default/olga", valid_from=NOW
        )
        keep_schedule(schedule_text(f"s{index}", "shop", f"[[olga], [x{index}]]"), org.origin, path=f"{index}.yaml")
    assert count_queries(lead, "/people") == [
        *WHO,
        "catalog_personmerge",  # to look at
        "teams_person",
        "teams_team",  # to choose from
        "teams_person",
        "teams_membership",
        "catalog_alias",
        "catalog_addedalias",
    ]
    if not number:
        keep_schedule(schedule_text("s", "shop", "[[olga], [tom]]"), org.origin, path="s.yaml")
    page = [
        *WHO,
        "teams_person",
        "teams_membership",
        "catalog_ownership",  # services of the teams
        "catalog_entity",
        "teams_person",  # records merged into theirs
        "catalog_alias",
        "catalog_addedalias",
        "teams_schedule",
        "catalog_alias",  # whom they name
        "teams_person",
        "catalog_personmerge",
    ]
    assert count_queries(lead, OLGA) == page
    leave(olga)
    gone = [table for table in page[len(WHO) + 1 : -1] if table != "catalog_ownership"]
    of_leavers = ["catalog_claim", "catalog_entity", "teams_teamapiversion"]  # the second: who leads a team
    former = "catalog_entity"  # whether another name leads on
    assert count_queries(lead, OLGA) == [*WHO, "teams_person", former, *gone, *of_leavers, page[-1]]

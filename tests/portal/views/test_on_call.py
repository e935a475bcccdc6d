"""The page of all schedules, and the line that says who is on call."""

from __future__ import annotations

import csv
import io

import pytest

from catalog.models import Origin
from teams.models import Person
from tests.portal.organisation import Named, Organisation, count_queries
from tests.portal.views.deciding import export
from tests.teams.schedules import keep_schedule, schedule_text

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
GAPS = "    restrictions: [{type: daily, start: '06:00', duration_seconds: 57600}]\n"


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def keep(origin: Origin, name: str = "shop", more: str = "", people: str = "[[olga], [stranger]]") -> None:
    keep_schedule(schedule_text(name, "shop", people, more), origin, path=f"{name}/oncall.yaml")


def test_signed_out_people_see_nothing(org: Organisation, client: object) -> None:
    response = client.get("/on-call")  # type: ignore[attr-defined]  # Django's client has no types here
    assert response.status_code == 302


def test_without_schedules_it_says_what_to_do(org: Organisation, owner: Named) -> None:
    assert "No schedules yet" in read(owner, "/on-call")


def test_the_page_draws_and_lists_two_weeks_with_the_gaps(org: Organisation, owner: Named) -> None:
    keep(org.origin, more=GAPS)
    page = read(owner, "/on-call")
    assert page.count("bw-shift-gap") >= 14
    assert page.count("<tr>") >= 28
    assert "gaps in 14 days" in page
    assert "style=" not in page.partition("<main")[2]
    assert "stranger" in page


def test_an_outsider_does_not_see_the_schedules_of_a_restricted_source(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    keep(org.hidden_origin, "vaulters")
    assert "vaulters" in read(owner, "/on-call")
    assert "vaulters" not in read(outsider, "/on-call")


def test_a_broken_file_shows_what_it_said_before_and_why(org: Organisation, owner: Named) -> None:
    keep(org.origin)
    keep_schedule("kind: Schedule\nname: shop\nowner: shop\n", org.origin, path="shop/oncall.yaml")
    page = read(owner, "/on-call")
    assert "cannot be read as it is now" in page
    assert "bw-shift-person" in page


def test_the_team_says_who_is_on_call_and_how_to_reach_them(org: Organisation, owner: Named) -> None:
    Person.objects.filter(name="olga").update(email="olga@example.org")
    assert "Who is on call is unknown" in read(owner, "/teams/default/shop")
    keep(org.origin, people="[[olga]]")
    page = read(owner, "/teams/default/shop")
    line = page.partition("On call now:")[2].partition("</p>")[0]
    assert "Olga" in line
    assert "mailto:olga@example.org" in line


def test_a_schedule_is_found_by_its_name_and_by_its_team(org: Organisation, owner: Named) -> None:
    for name in ("days", "nights"):
        keep(org.origin, name)
    keep_schedule(schedule_text("pager", "money", "[[tom]]"), org.origin, path="pager/oncall.yaml")

    def find(query: str) -> list[str]:
        page = read(owner, f"/on-call?{query}").partition('id="list"')[2]
        return [name for name in ("days", "nights", "pager") if f'id="schedule:default/{name}"' in page]

    assert find("") == ["days", "nights", "pager"]
    assert find("q=nig") == ["nights"]
    assert find("q=money") == ["pager"]
    assert find("owner=group:default/shop") == ["days", "nights"]
    assert find("in_error=true") == []
    assert "Nothing fits these filters" in read(owner, "/on-call?q=nothing")


def test_what_changes_every_minute_is_not_drawn_to_its_end(org: Organisation, owner: Named) -> None:
    text = schedule_text("shop", "shop", "[[olga], []]").replace("unit: day", "unit: minute")
    assert "unit: minute" in text
    keep_schedule(text, org.origin, path="shop/oncall.yaml")
    page = read(owner, "/on-call")
    assert page.count('<rect class="bw-shift bw-shift-') < 1_010
    assert "It changes too often to be drawn: " in page
    assert "On call now" in page
    assert "gaps in 14 days" not in page


def test_many_schedules_come_in_pages(org: Organisation, owner: Named) -> None:
    for number in range(51):
        keep(org.origin, f"s{number:02}")
    assert "s50" not in read(owner, "/on-call")
    assert "s50" in read(owner, "/on-call?page=2")


def test_who_is_on_call_is_taken_away_as_csv(org: Organisation, owner: Named) -> None:
    Person.objects.filter(name="olga").update(email="olga@example.org")
    keep(org.origin, people="[[olga]]")
    keep_schedule("kind: Schedule\nname: broken\nowner: shop\n", org.origin, path="broken/oncall.yaml")
    broken, shop = list(csv.DictReader(io.StringIO(export(owner, "/on-call?format=csv").decode("utf-8-sig"))))
    assert (shop["ref"], shop["on call now"], shop["e-mail"]) == ("schedule:default/shop", "Olga", "olga@example.org")
    assert shop["gaps in 14 days"] == "0"
    assert "time_zone" in broken["problem"]
    assert broken["on call now"] == broken["gaps in 14 days"] == "", "unknown is not nobody"


@pytest.mark.parametrize("more", [0, 20])
def test_the_queries_do_not_grow(org: Organisation, owner: Named, more: int) -> None:
    keep(org.origin)
    for number in range(more):
        keep(org.origin, f"s{number}")
    assert count_queries(owner, "/on-call") == [
        *WHO,
        "teams_schedule",  # how many
        "teams_team",  # to choose from
        "teams_schedule",
        "catalog_alias",
        "teams_person",
        "catalog_entity",  # whose they are
        "teams_team",
    ]


def test_a_service_has_its_own_next_two_weeks_with_the_gaps(org: Organisation, outsider: Named) -> None:
    cart = "/entities/component/default/cart"
    assert "On call, the next 14 days" not in read(outsider, cart), "unknown is not drawn"
    keep(org.origin, more=GAPS)
    page = read(outsider, cart)
    card = page.partition("On call, the next 14 days")[2].partition("</section>")[0]
    assert card.count("bw-shift-gap") >= 14
    assert "Nobody is on call" in card
    assert "its team&#x27;s schedule" in card
    assert "style=" not in card


def test_a_service_without_a_link_is_on_call_by_its_teams_schedule_on_the_page_of_the_team(
    org: Organisation, outsider: Named
) -> None:
    def read_cell() -> str:
        return read(outsider, "/teams/default/shop").partition('data-label="On call"')[2].partition("</td>")[0]

    assert "no schedule" in read_cell()
    keep(org.origin, people="[[olga]]")
    assert "Olga" in read_cell() or "olga" in read_cell()
    assert 'href="/on-call/default/shop"' in read_cell()

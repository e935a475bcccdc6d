"""Pages of schedules: what anybody sees, and what leads and members do there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.core.access import PERMISSIONS, Role
from catalog.core.yaml_text import load_yaml
from portal.models import AuditEvent
from teams.actions.portal_schedules import create_schedule
from teams.models import Override, Schedule
from tests.portal.organisation import Named, Organisation
from tests.portal.views.cases import declare_people
from tests.portal.views.deciding import export
from tests.teams.schedules import keep_schedule, schedule_text

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEXT = schedule_text("days", "shop", "[[olga], [tom]]")
GAPS = "    restrictions: [{type: daily, start: '06:00', duration_seconds: 57600}]\n"
SWAP = {
    "person": "user:default/lena", "mode": "swap", "replaces": "user:default/tom", "start": "2026-01-06T09:00",
    "end": "2026-01-06T17:00", "reason": "Tom is ill.",
}  # fmt: skip
ROLES = {
    "owner": Role.MEMBER,
    "teammate": Role.MEMBER,
    "lead": Role.LEAD,
    "outsider": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both clocks stand still: this host's, and the database's, which PostgreSQL keeps itself."""
    monkeypatch.setattr("portal.actions.schedules.database_now", lambda: datetime.now(UTC))
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop(org: Organisation, owner: Named, teammate: Named, lead: Named) -> Organisation:
    """Olga and Tom take turns by a file, and by a schedule that is kept here."""
    keep_schedule(schedule_text("shop", "shop", "[[olga], [tom]]", GAPS), org.origin, path="shop/oncall.yaml")
    data = load_yaml(TEXT.encode()).documents[0].data
    assert isinstance(data, dict)
    create_schedule(data, NOW)
    declare_people()
    return org


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_schedule_shows_who_when_and_how_fairly(shop: Organisation, outsider: Named) -> None:
    page = read(outsider, "/on-call/default/shop")
    assert "Olga" in page.partition("On call now:")[2].partition("</p>")[0]
    assert "Nobody is on call" in page
    assert "bw-now" in page
    assert "What it asks of each person" in page
    assert "shop/oncall.yaml" in page
    assert "style=" not in page.partition("<main")[2]
    for offer in ("Let it hold", "/change", ">End<"):
        assert offer not in page, "an outsider has nothing to do here"


@pytest.mark.parametrize("person", ROLES)
def test_hours_of_single_people_are_for_their_team(
    request: pytest.FixtureRequest, shop: Organisation, person: str
) -> None:
    someone: Named = request.getfixturevalue(person)
    is_shown = ROLES[person] in PERMISSIONS["on-call-load", "view"]
    assert ('data-label="Hours"' in read(someone, "/on-call/default/shop")) == is_shown


def test_who_is_on_call_by_it_sees_the_hours_too(shop: Organisation, outsider: Named) -> None:
    keep_schedule(schedule_text("guests", "shop", "[[otto], [tom]]"), shop.origin, path="guests/oncall.yaml")
    assert 'data-label="Hours"' in read(outsider, "/on-call/default/guests")


def test_the_team_and_the_list_lead_to_it(shop: Organisation, outsider: Named) -> None:
    for url in ("/teams/default/shop", "/on-call", "/entities/component/default/cart"):
        assert 'href="/on-call/default/shop"' in read(outsider, url), url


def test_it_is_taken_out_as_a_file_that_says_the_same(shop: Organisation, outsider: Named) -> None:
    for name in ("shop", "days"):
        response = outsider.client.get(f"/on-call/default/{name}/oncall.yaml")
        kept = Schedule.objects.get(ref=f"schedule:default/{name}").document
        assert load_yaml(response.content).documents[0].data == kept
        assert "attachment" in response.headers["Content-Disposition"]


def test_what_is_hidden_or_not_there_is_404(shop: Organisation, outsider: Named, owner: Named) -> None:
    keep_schedule(schedule_text("vaulters", "vaulters"), shop.hidden_origin, path="v/oncall.yaml")
    assert "vaulters" in read(owner, "/on-call/default/vaulters")
    for url in ("default/vaulters", "default/nothing", "default/vaulters/oncall.yaml", "x/y/change", "x/y/end"):
        assert outsider.client.get(f"/on-call/{url}").status_code == 404, url
    for url in ("default/vaulters/overrides", "default/shop/overrides/999/undo", "default/vaulters/overrides/1/undo"):
        assert outsider.client.post(f"/on-call/{url}").status_code == 404, url


POSTS: tuple[tuple[Any, Any, str, dict[str, str]], ...] = (
    ("schedule", "create", "/on-call/new", {"text": TEXT.replace("days", "more")}),
    ("schedule", "change", "/on-call/default/days/change", {"text": f"{TEXT}title: Days\n"}),
    ("schedule", "delete", "/on-call/default/days/end", {}),
    ("override", "delete", "/on-call/default/shop/overrides/{lenas}/undo", {}),
    ("own-override", "create", "/on-call/default/shop/overrides", SWAP | {"person": "{me}"}),
)


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("post", POSTS, ids=lambda post: post[2])
def test_who_may_is_what_the_table_says(
    request: pytest.FixtureRequest, shop: Organisation, person: str, post: tuple[Any, Any, str, dict[str, str]]
) -> None:
    kind, action, url, data = post
    someone: Named = request.getfixturevalue(person)
    lenas = Override.objects.create(
        schedule_ref="schedule:default/shop", mode="add", start="2026-01-07T09:00Z", end="2026-01-07T10:00Z",
        people=["user:default/lena"], made_at=NOW, made_by_ref="account:0",
    )  # fmt: skip
    me = {"owner": "olga", "teammate": "olga", "lead": "lena"}.get(person, "olga")
    data = {name: value.format(me=f"user:default/{me}") if name != "text" else value for name, value in data.items()}
    if person == "teammate":
        data = {**data, **({"replaces": "user:default/tom"} if "replaces" in data else {})}
    before = AuditEvent.objects.count()
    status = someone.client.post(url.format(lenas=lenas.pk), data).status_code
    may = ROLES[person] in PERMISSIONS[kind, action]
    assert status == (302 if may else 403)
    assert AuditEvent.objects.count() - before == (1 if may else 0)


def test_signed_out_people_change_nothing(shop: Organisation, signed_out: Client) -> None:
    for _, _, url, data in POSTS:
        assert signed_out.post(url.format(lenas=1), data).status_code == 302
    assert not Override.objects.exists()


def test_an_override_is_shown_with_the_name_of_whoever_made_it_and_undone(shop: Organisation, lead: Named) -> None:
    lead.client.post("/on-call/default/shop/overrides", SWAP)
    page = read(lead, "/on-call/default/shop")
    assert "Tom is ill." in page
    assert "lena" in page.partition("bw-decided")[2]
    assert "Tue 6 Jan 09:00" in page, "in the time zone of the schedule"
    lead.client.post(f"/on-call/default/shop/overrides/{Override.objects.get().pk}/undo")
    page = read(lead, "/on-call/default/shop")
    assert "undone by lena" in page
    assert "added an override" in page


def test_a_member_cannot_decide_for_others_and_is_told_so(shop: Organisation, owner: Named) -> None:
    response = owner.client.post("/on-call/default/shop/overrides", SWAP)
    assert b"Only leads of the team decide for others" in response.content
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": "2026-01-06T08:00"}, "before the start"),
        ({"start": "2026-01-05T09:00", "end": "2026-01-05T10:00"}, "lies in the past"),
        ({"replaces": ""}, "is missing"),
        ({"start": "soon"}, "Enter a valid date"),
        ({"person": "user:default/stranger"}, "not one of the available choices"),
        ({"start": "2026-01-07T10:00", "end": "2026-01-07T11:00"}, "is not on call in that time"),
    ],
)
def test_a_wrong_override_is_told_at_its_field(
    shop: Organisation, lead: Named, change: dict[str, str], message: str
) -> None:
    page = lead.client.post("/on-call/default/shop/overrides", SWAP | change).content.decode()
    assert message in page
    assert "bw-field-error" in page
    assert not Override.objects.exists()


def test_a_new_schedule_begins_with_the_people_of_the_team(shop: Organisation, lead: Named) -> None:
    page = read(lead, "/on-call/new")
    for name in ("group:default/shop", "user:default/olga", "user:default/tom", "2026-01-05T09:00"):
        assert name in page


def test_it_can_be_looked_at_before_it_is_saved(shop: Organisation, lead: Named) -> None:
    text = TEXT.replace("days", "more").replace("[tom]", "[stranger]")
    page = lead.client.post("/on-call/new", {"text": text, "do": "preview"}).content.decode()
    assert "What it would mean" in page
    assert "nobody knows how to reach them: stranger" in page
    assert not Schedule.objects.filter(ref="schedule:default/more").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "line 1"),
        (f"{TEXT}---\n{TEXT}", "Write one schedule here"),
        (TEXT.replace("unit: day", "unit: wek"), "line 7: layers[0].rotation.unit"),
        (TEXT, "is the name of another schedule"),
        ("time_zone: UTC\n", "name: is missing"),
        ("- a\n", "expected an object"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_place(
    shop: Organisation, administrator: Named, text: str, message: str
) -> None:
    page = administrator.client.post("/on-call/new", {"text": text}).content.decode()
    assert message in page
    assert "bw-field-error" in page


def test_a_file_in_git_cannot_be_edited_here(shop: Organisation, lead: Named, administrator: Named) -> None:
    for someone in (lead, administrator):
        for verb in ("change", "end"):
            assert someone.client.get(f"/on-call/default/shop/{verb}").status_code == 404
            assert someone.client.post(f"/on-call/default/shop/{verb}", {"text": TEXT}).status_code == 404


FIELDS: dict[str, Any] = {
    "base": "{}", "name": "more", "owner": "shop", "zone": "Europe/Berlin",
    "layer-0-turn-0": ["user:default/olga", ""], "layer-0-turn-1": ["user:default/tom", "user:default/lena", ""],
    "layer-0-unit": "day", "layer-0-length": "1", "layer-0-date": "2026-01-05", "layer-0-time": "09:00",
    "layer-0-hours-0-days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "layer-0-hours-0-start": "09:00",
    "layer-0-hours-0-length": "12",
}  # fmt: skip


def press(someone: Named, button: str, **fields: Any) -> str:
    response = someone.client.post("/on-call/new", {**FIELDS, **fields, "do": button})
    assert response.status_code == 200
    return str(response.content.decode())


def list_chosen(page: str) -> list[str]:
    """The people chosen in all turns, in their order."""
    return re.findall(r'<option value="(\S+)" selected>(?:Olga|Tom|lena|Lena)', page)


def test_a_schedule_is_made_with_fields_alone(shop: Organisation, lead: Named) -> None:
    page = press(lead, "preview")
    assert "What it would mean" in page
    assert "gaps in 14 days" in page, "the nights are not covered"
    assert not Schedule.objects.filter(ref="schedule:default/more").exists()
    assert lead.client.post("/on-call/new", {**FIELDS, "do": "save"}).status_code == 302
    kept = Schedule.objects.get(ref="schedule:default/more").document
    assert kept == {
        "kind": "Schedule", "name": "more", "owner": "shop", "time_zone": "Europe/Berlin",
        "layers": [
            {
                "participants": [["user:default/olga"], ["user:default/tom", "user:default/lena"]],
                "rotation": {"start": "2026-01-05T09:00", "unit": "day", "length": 1},
                "restrictions": [{"type": "daily", "start": "09:00", "duration_seconds": 43_200}],
            }
        ],
    }  # fmt: skip


def test_what_is_kept_is_shown_in_fields_and_saved_unchanged(shop: Organisation, lead: Named) -> None:
    before = Schedule.objects.get(ref="schedule:default/days")
    page = read(lead, "/on-call/default/days/change")
    assert list_chosen(page) == ["olga", "tom"], "as they are written"
    hidden = {name: html.unescape(value) for name, value in re.findall(r'name="(base|version)" value="([^"]*)"', page)}
    turns = {"layer-0-turn-0": ["olga", ""], "layer-0-turn-1": ["tom", ""], "layer-0-base": "0"}
    fields = {name: value for name, value in FIELDS.items() if "hours" not in name} | hidden | turns
    response = lead.client.post("/on-call/default/days/change", fields | {"name": "days", "do": "save"})
    assert response.status_code == 302
    assert Schedule.objects.get(pk=before.pk).document == before.document


def test_rows_are_added_moved_and_removed_without_scripts(shop: Organisation, lead: Named) -> None:
    olga, tom, lena = (f"user:default/{name}" for name in ("olga", "tom", "lena"))
    assert list_chosen(press(lead, "turn-up 0 1")) == [tom, lena, olga]
    assert list_chosen(press(lead, "turn-down 0 0")) == [tom, lena, olga]
    assert list_chosen(press(lead, "remove-turn 0 1")) == [olga]
    assert list_chosen(press(lead, "add-turn 0", **{"layer-0-turn-1": [tom, ""]})) == [olga, tom, lena]
    assert press(lead, "add-hours 0").count('-start"') == 2
    assert "around the clock" in press(lead, "remove-hours 0 0")
    assert "Rotation 2" in press(lead, "add-layer")
    assert "Rotation 1" not in press(lead, "remove-layer 0")
    assert not Schedule.objects.filter(ref="schedule:default/more").exists()


@pytest.mark.parametrize("button", ["turn-up 9 9", "turn-up 0 0", "turn-down 0 1", "remove-turn 0 99", "x", "add-turn"])
def test_a_button_that_means_nothing_changes_nothing(shop: Organisation, lead: Named, button: str) -> None:
    assert list_chosen(press(lead, button)) == [f"user:default/{name}" for name in ("olga", "tom", "lena")]


def test_the_two_ways_to_write_it_lead_to_each_other(shop: Organisation, lead: Named) -> None:
    page = press(lead, "yaml", title="Both")
    assert "title: Both" in page
    text = html.unescape(page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])
    page = str(lead.client.post("/on-call/new", {"text": text, "do": "form"}).content.decode())
    assert 'value="Both"' in page
    assert list_chosen(page) == [f"user:default/{name}" for name in ("olga", "tom", "lena")]


def test_what_the_fields_have_no_room_for_is_edited_as_text(shop: Organisation, lead: Named) -> None:
    text = TEXT.replace("days", "more").replace("2026-01-05T09:00", "2026-01-05T09:00Z")
    page = str(lead.client.post("/on-call/new", {"text": text, "do": "form"}).content.decode())
    assert "The fields have no room for that" in page
    assert "2026-01-05T09:00Z" in page.partition("<textarea")[2]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"layer-0-length": "soon"}, "Rotation 1, how long a turn lasts: expected a whole number"),
        ({"layer-0-date": "", "layer-0-time": ""}, "Rotation 1, the first turn: expected a date"),
        ({"layer-0-hours-0-length": "many"}, "Rotation 1, hours: expected how many hours"),
        ({"zone": "Moon/Base"}, "is no time zone"),
        ({"name": ""}, "name: is missing"),
        ({"owner": "group:default/nobodys"}, "is no team of the catalog"),
        ({"base": "{"}, ""),
        ({"base": "[1]"}, ""),
        ({"base": '{"layers": 3}'}, ""),
        ({"base": '{"layers": [3]}'}, ""),
        ({"base": '{"layers": [{"participants": 1}]}', "layer-0-base": "0"}, ""),
        ({"layer-0-base": "99"}, ""),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_fields(
    shop: Organisation, administrator: Named, fields: dict[str, str], said: str
) -> None:
    page = press(administrator, "preview", **fields)
    assert said in html.unescape(page)
    assert 'value="more"' in page or "name" in fields, "nothing that was typed is lost"


def test_of_two_who_change_a_schedule_the_second_sees_what_the_first_did(
    shop: Organisation, lead: Named, administrator: Named
) -> None:
    url = "/on-call/default/days/change"
    first = {"text": f"{TEXT}title: First\n", "do": "save", "version": _read_version(lead, url)}
    # the one who keeps a schedule writes its trail; this one was made without
    assert administrator.client.post(url, first).status_code == 302
    version = _read_version(lead, url)
    assert (
        administrator.client.post(url, {**first, "text": f"{TEXT}title: Third\n", "version": version}).status_code
        == 302
    )
    mine = {"text": f"{TEXT}title: Mine\n", "do": "save", "version": version}
    response = lead.client.post(url, mine)
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert "changed this schedule while you wrote" in page
    assert "ann" in page.partition("changed this schedule")[0][-400:], "who it was"
    assert "title: Third" in page.partition("bw-added")[2]
    assert "title: Mine" in page.partition("<textarea")[2], "nothing is lost"
    assert Schedule.objects.get(ref="schedule:default/days").title == "Third"
    again = re.search(r'name="version" value="([^"]*)"', page)
    assert again is not None
    assert lead.client.post(url, {**mine, "version": again[1]}).status_code == 302
    assert Schedule.objects.get(ref="schedule:default/days").title == "Mine"


def _read_version(someone: Named, url: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', read(someone, url))
    assert found is not None
    return found[1]


def test_two_schedules_of_one_name_are_told_wherever_one_of_them_is_shown(
    shop: Organisation, outsider: Named, lead: Named
) -> None:
    keep_schedule(schedule_text("shop", "money"), shop.origin, path="z/oncall.yaml")
    page = read(outsider, "/on-call/default/shop")
    assert "2 schedules say that they are" in page
    told = page.partition("2 schedules say")[2].partition("</ul>")[0]
    assert told.index("counts:") < told.index("shop/oncall.yaml") < told.index("does not count:")
    assert told.index("does not count:") < told.index("z/oncall.yaml")
    assert read(outsider, "/on-call").count("It does not count: another schedule") == 1
    assert "Schedules of one name" in read(outsider, "/conflicts")
    assert "say that they are" not in read(outsider, "/on-call/default/days")
    csv, place = export(outsider, "/conflicts?format=csv").decode(), shop.origin.name
    assert f"schedule:default/shop,open,{place}: shop/oncall.yaml | {place}: z/oncall.yaml,,," in csv
    assert "schedule:" in export(outsider, "/conflicts?format=csv&q=shop&state=open").decode()
    for other in ("q=nothing", "state=decided", "kind=component"):
        assert "schedule:" not in export(outsider, f"/conflicts?format=csv&{other}").decode()
        assert "Schedules of one name" not in read(outsider, f"/conflicts?{other}")

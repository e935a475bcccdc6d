"""A report goes to those it is for: addresses that a trusted source names, each once."""

from __future__ import annotations

import pytest

from scoring.actions.reports import freeze_due_reports
from scoring.core.reports.state import ORGANISATION
from scoring.models import ReportDelivery
from scoring.selectors.report_readers import get_organisation_readership
from teams.models import Team
from tests.scoring.factories import NOW, make_person, make_source, make_team
from tests.scoring.reports import (
    HEAD,
    HOUR,
    MONDAY,
    WEEK,
    freeze_team,
    get_source,
    list_readers,
    list_scopes,
    make_reader_team,
)

pytestmark = pytest.mark.django_db


def test_a_report_goes_to_the_teams_own_address(shop: Team) -> None:
    freeze_due_reports(MONDAY)
    assert (list_readers(shop.ref), list_readers(ORGANISATION)) == (["shop@example.org"], [HEAD])


def test_it_goes_to_each_member_where_the_team_has_none(head: str) -> None:
    trusted = {"source": get_source()}
    ada, bob = (make_person(name, email=f"{name}@example.org", **trusted) for name in ("ada", "bob"))
    gone = make_person("gone", email="gone@example.org", left_at=NOW, **trusted)
    team = make_reader_team("shop", ada, bob, gone, make_person("mute", **trusted), email="")
    freeze_team(team)
    assert list_readers(team.ref) == ["ada@example.org", "bob@example.org"]


@pytest.mark.parametrize(
    "address", ["no address", "a@example.org\r\nBcc: b@example.org", "<script>@example.org", "a@" + "x" * 400]
)
def test_it_goes_to_nobody_where_the_address_is_none(head: str, address: str) -> None:
    team = make_reader_team("shop", email=address[:320])
    freeze_team(team)
    assert list_readers(team.ref) == []


def test_it_goes_to_each_address_once_however_it_is_written(head: str) -> None:
    trusted = {"source": get_source()}
    ada = make_person("ada", email="Team@example.org", **trusted)
    bob = make_person("bob", email="team@example.org", **trusted)
    team = make_reader_team("shop", ada, bob, email="")
    freeze_team(team)
    assert len(list_readers(team.ref)) == 1


def test_it_goes_to_nobody_where_any_repository_could_have_written_the_team(head: str) -> None:
    stranger = make_source("/srv/stranger", may_define_organisation=False)
    team = make_reader_team("shop", make_person("eve", email="eve@example.org", source=stranger), source=stranger)
    freeze_team(team)
    assert list_readers(team.ref) == []


def test_it_goes_to_no_member_whom_any_repository_could_have_written(head: str) -> None:
    stranger = make_source("/srv/stranger", may_define_organisation=False)
    team = make_reader_team(
        "shop", make_person("eve", email="eve@example.org", source=stranger), email="", source=get_source()
    )
    freeze_team(team)
    assert list_readers(team.ref) == []


def test_a_calm_report_goes_out_and_an_empty_one_does_not(shop: Team) -> None:
    idle = make_team("idle", email="idle@example.org", source=get_source())
    freeze_due_reports(MONDAY)
    assert list_readers(shop.ref) == ["shop@example.org"]
    assert idle.ref in list_scopes()
    assert list_readers(idle.ref) == []


def test_an_address_changed_during_the_week_brings_no_second_mail(shop: Team) -> None:
    freeze_due_reports(MONDAY)
    Team.objects.filter(pk=shop.pk).update(email="new@example.org")
    freeze_team(shop, at=MONDAY + HOUR)
    assert list_readers(shop.ref) == ["shop@example.org"]


def test_each_mail_has_an_identity_of_its_own(shop: Team) -> None:
    freeze_due_reports(MONDAY)
    identities = set(ReportDelivery.objects.values_list("message_id", flat=True))
    assert len(identities) == 2
    assert all(each.startswith(f"<{WEEK}.") and each.endswith("@localhost>") for each in identities)


def test_the_organisation_goes_to_nobody_where_no_administrator_has_an_address() -> None:
    assert get_organisation_readership().addresses == ()

"""Accounts, for administrators only."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.models import Account
from tests.portal.organisation import Named


@pytest.mark.parametrize("address", ["/accounts", "/accounts/add", "/accounts/1"])
def test_only_administrators_may_look(owner: Named, lead: Named, outsider: Named, address: str) -> None:
    for person in (owner, lead, outsider):
        response = person.get(address)
        assert response.status_code == 403
        assert "Not allowed" in response.content.decode()


def test_nobody_makes_themselves_an_administrator(lead: Named) -> None:
    own = f"/accounts/{lead.account.pk}"
    assert lead.post(own, is_active="on", is_administrator="on").status_code == 403
    assert lead.post(f"{own}/link").status_code == 403
    assert lead.post("/accounts/add", username="second", is_staff="on").status_code == 403
    lead.account.refresh_from_db()
    assert not lead.account.is_administrator
    assert not Account.objects.filter(username="second").exists()


def test_a_new_account_gets_in_by_the_link_that_is_shown(administrator: Named) -> None:
    response = administrator.post("/accounts/add", username="nina", first_name="Nina", person_ref="nina")
    page = response.content.decode()
    path = "/sign-in/" + page.partition("/sign-in/")[2].partition("<")[0]
    newcomer = Client()
    assert newcomer.post(path).status_code == 302
    assert newcomer.get("/services").status_code == 200
    nina = Account.objects.get(username="nina")
    assert (nina.person_ref, nina.is_administrator) == ("user:default/nina", False)
    assert response.headers["Cache-Control"] == "no-store"


def test_linking_an_account_to_a_person_gives_it_their_teams(
    administrator: Named, owner: Named, outsider: Named
) -> None:
    assert "vault" not in outsider.get("/services").content.decode()
    administrator.post(
        f"/accounts/{outsider.account.pk}", is_active="on", person_ref=owner.account.person_ref, is_administrator=""
    )
    assert "vault" in outsider.get("/services").content.decode()


@pytest.mark.parametrize("ref", ["group:default/shop", "user:"])
def test_a_person_is_a_user(administrator: Named, outsider: Named, ref: str) -> None:
    page = administrator.post(f"/accounts/{outsider.account.pk}", is_active="on", person_ref=ref)
    assert page.status_code == 200
    before = outsider.account.person_ref
    outsider.account.refresh_from_db()
    assert outsider.account.person_ref == before


def test_a_deactivated_account_is_out(administrator: Named, outsider: Named) -> None:
    administrator.post(f"/accounts/{outsider.account.pk}", person_ref="")
    assert outsider.get("/services").status_code == 302


def test_the_last_administrator_stays(administrator: Named) -> None:
    page = administrator.post(f"/accounts/{administrator.account.pk}", is_active="on", person_ref="")
    assert "last administrator" in page.content.decode()
    administrator.account.refresh_from_db()
    assert administrator.account.is_administrator

"""What every request passes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from catalog.core.access import Scope
from portal.actions.tokens import make_token
from tests.portal.organisation import Named, Organisation, count_queries

OPEN = {"sign-in", "sign-in-link", "health", "feed"}


def list_addresses() -> list[str]:
    """One address of every page of the portal but the open ones, with something where an argument goes."""
    arguments = {"pk": 1, "kind": "component", "namespace": "default", "name": "cart", "tab": "raw", "check_id": "x"}
    arguments |= {"sha": "a" * 40, "exemption_id": 1}
    found = []
    known: dict[object, Any] = dict(get_resolver("portal.urls").reverse_dict.items())
    for name, patterns in known.items():
        if isinstance(name, str) and name not in OPEN:
            form, needed = patterns[0][0]
            found.append("/" + form % {key: arguments.get(key, 1) for key in needed})
    return sorted(found)


@pytest.mark.parametrize("address", list_addresses())
def test_signed_out_people_see_the_sign_in_page_only(signed_out: Client, address: str) -> None:
    for response in (signed_out.get(address), signed_out.post(address)):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in?next=")
        assert response.content == b""


def test_no_address_tells_signed_out_people_whether_it_exists(org: Organisation, signed_out: Client) -> None:
    there, not_there = signed_out.get(f"/findings/{org.finding.pk}"), signed_out.get("/findings/999999")
    assert there.status_code == not_there.status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(signed_out: Client) -> None:
    response = signed_out.get("/search?q=cart&part=1", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/sign-in")


def test_every_answer_carries_the_strict_policy(owner: Named, signed_out: Client) -> None:
    for response in (owner.get("/services"), owner.get("/nowhere"), signed_out.get("/sign-in")):
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_what_a_signed_in_person_sees_is_kept_by_no_shared_cache(owner: Named) -> None:
    assert owner.get("/services").headers["Cache-Control"] == "private, no-cache"


def test_a_deactivated_account_is_signed_out_at_once(owner: Named) -> None:
    owner.account.is_active = False
    owner.account.save()
    assert owner.get("/services").status_code == 302


@pytest.mark.parametrize("url", ["/teams/default/%00", "/entities/component/default/%00", "/checks/%00", "/%00"])
def test_an_address_with_a_nul_names_nothing_on_any_database(owner: Named, url: str) -> None:
    response = owner.get(url)
    assert response.status_code == 404
    assert 'id="search"' in response.content.decode(), "with the frame of somebody who is signed in"


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/catalog/entities?limit=1", "/api/v1/nothing"])
def test_a_script_is_answered_without_a_look_at_any_session(owner: Named, address: str) -> None:
    _, text = make_token(owner.account, "script", [Scope.READ], None)
    owner.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"  # the browser's cookies go along
    response = owner.client.get(address)
    assert response.status_code == (404 if "nothing" in address else 200)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Length"] == str(len(response.content))
    if response.status_code == 200:
        assert "django_session" not in count_queries(owner, address)


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/catalog/entities", "/api/v1/docs"])
def test_a_session_does_not_stand_in_for_a_wrong_token(owner: Named, address: str) -> None:
    response = owner.get(address, Authorization="Bearer bw_nothing_nothing")
    assert response.status_code == (302 if address.endswith("docs") else 401)


def test_a_token_opens_no_page(owner: Named, signed_out: Client) -> None:
    _, text = make_token(owner.account, "script", [Scope.READ], None)
    assert signed_out.get("/services", headers={"Authorization": f"Bearer {text}"}).status_code == 302


def test_a_script_that_names_another_host_is_refused(owner: Named) -> None:
    _, text = make_token(owner.account, "script", [Scope.READ], None)
    headers = {"Authorization": f"Bearer {text}", "Host": "elsewhere.example"}
    assert owner.client.get("/api/v1/me", headers=headers).status_code == 400

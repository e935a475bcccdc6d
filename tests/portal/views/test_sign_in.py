"""Getting in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.actions.accounts import make_sign_in_link
from portal.actions.sign_in import REFUSED_HERE
from portal.models import Account, AuditEvent, SignInLink
from portal.views.sign_in import LIMITED, WRONG
from tests.portal.organisation import PASSWORD, Named


def try_to_sign_in(browser: Client, name: str, password: str, **extra: str) -> object:
    return browser.post("/sign-in", {"username": name, "password": password, **extra})


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_password_signs_in_and_leads_back(owner: Named, signed_out: Client) -> None:
    response = signed_out.post("/sign-in", {"username": "olga", "password": PASSWORD, "next": "/services?q=cart"})
    assert response.headers["Location"] == "/services?q=cart"
    assert is_signed_in(signed_out)
    assert AuditEvent.objects.get(action="signed-in").actor_ref == f"account:{owner.account.pk}"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_back_leads_nowhere_else(owner: Named, signed_out: Client, elsewhere: str) -> None:
    response = signed_out.post("/sign-in", {"username": "olga", "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("name", ["olga", "nobody-of-that-name"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(owner: Named, signed_out: Client, name: str) -> None:
    response = signed_out.post("/sign-in", {"username": name, "password": "wrong"})
    assert response.status_code == 200
    assert WRONG in response.content.decode()
    assert not is_signed_in(signed_out)


def test_what_was_typed_is_stored_nowhere(owner: Named, signed_out: Client) -> None:
    signed_out.post("/sign-in", {"username": "my secret by mistake", "password": "another secret"})
    assert "secret" not in str(list(AuditEvent.objects.values()))


def test_a_deactivated_account_cannot_sign_in(owner: Named, signed_out: Client) -> None:
    Account.objects.filter(pk=owner.account.pk).update(is_active=False)
    signed_out.post("/sign-in", {"username": "olga", "password": PASSWORD})
    assert not is_signed_in(signed_out)


def test_too_many_wrong_tries_close_the_door_for_that_account_from_that_address(
    owner: Named, signed_out: Client
) -> None:
    for _ in range(REFUSED_HERE):
        signed_out.post("/sign-in", {"username": "olga", "password": "wrong"})
    response = signed_out.post("/sign-in", {"username": "olga", "password": PASSWORD})
    assert response.status_code == 429
    assert LIMITED in response.content.decode()
    assert not is_signed_in(signed_out)


def test_others_still_get_in_from_that_address(owner: Named, teammate: Named, signed_out: Client) -> None:
    for _ in range(REFUSED_HERE):
        signed_out.post("/sign-in", {"username": "olga", "password": "wrong"})
    signed_out.post("/sign-in", {"username": "tom", "password": PASSWORD})
    assert is_signed_in(signed_out)


def test_the_account_still_gets_in_from_elsewhere(owner: Named, signed_out: Client) -> None:
    for _ in range(REFUSED_HERE):
        signed_out.post("/sign-in", {"username": "olga", "password": "wrong"})
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    elsewhere.post("/sign-in", {"username": "olga", "password": PASSWORD})
    assert is_signed_in(elsewhere)


def test_a_header_does_not_move_the_address(owner: Named, signed_out: Client) -> None:
    for number in range(REFUSED_HERE):
        signed_out.post(
            "/sign-in", {"username": "olga", "password": "wrong"}, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    assert signed_out.post("/sign-in", {"username": "olga", "password": PASSWORD}).status_code == 429


def test_opening_a_link_does_not_use_it_up(administrator: Named, signed_out: Client) -> None:
    """Programs that look at links in messages open them too."""
    path = make_sign_in_link(administrator.account).partition("//")[2].partition("/")[2]
    assert signed_out.get(f"/{path}").status_code == 200
    assert SignInLink.objects.get().used_at is None
    assert not is_signed_in(signed_out)


def test_a_link_signs_in_once(administrator: Named, signed_out: Client) -> None:
    path = "/" + make_sign_in_link(administrator.account).partition("//")[2].partition("/")[2]
    assert signed_out.post(path).headers["Location"] == "/"
    assert is_signed_in(signed_out)
    second = Client()
    assert second.post(path).status_code == 410
    assert not is_signed_in(second)


def test_who_came_by_link_and_has_no_password_is_asked_for_one(administrator: Named, signed_out: Client) -> None:
    administrator.account.set_unusable_password()
    administrator.account.save()
    path = "/" + make_sign_in_link(administrator.account).partition("//")[2].partition("/")[2]
    assert signed_out.post(path).headers["Location"] == "/account"
    assert "have no password yet" in signed_out.get("/account").content.decode()


def test_signing_out_ends_the_session_and_needs_a_post(owner: Named) -> None:
    assert owner.get("/sign-out").status_code == 405
    assert owner.post("/sign-out").headers["Location"] == "/sign-in"
    assert owner.get("/services").status_code == 302


def test_a_form_without_its_token_is_refused_with_a_page_that_says_so(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/sign-in", {"username": "olga", "password": PASSWORD})
    assert response.status_code == 403
    assert "The form is too old" in response.content.decode()

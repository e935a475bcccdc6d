"""One's own account."""

from __future__ import annotations

from portal.models import ApiToken, AuditEvent
from portal.selectors.accounts import get_usable_token
from tests.portal.organisation import PASSWORD, Named, count_queries

NEW = "another long password"


def test_the_page_says_who_i_am_in_the_catalog(lead: Named) -> None:
    page = lead.get("/account").content.decode()
    assert "Lena" in page
    assert "Shop" in page
    assert "lead" in page


def test_a_changed_password_keeps_this_session_and_ends_the_others(owner: Named) -> None:
    other = owner.client.__class__()
    other.force_login(owner.account)
    response = owner.post("/account", old_password=PASSWORD, new_password1=NEW, new_password2=NEW)
    assert response.status_code == 302
    assert owner.get("/services").status_code == 200
    assert other.get("/services").status_code == 302
    owner.account.refresh_from_db()
    assert owner.account.check_password(NEW)
    assert AuditEvent.objects.filter(action="password-changed").exists()


def test_a_new_password_needs_the_present_one(owner: Named) -> None:
    page = owner.post("/account", old_password="wrong", new_password1=NEW, new_password2=NEW).content.decode()
    assert "This is not your present password." in page
    owner.account.refresh_from_db()
    assert owner.account.check_password(PASSWORD)


def test_a_short_password_is_refused(owner: Named) -> None:
    owner.post("/account", old_password=PASSWORD, new_password1="short", new_password2="short")
    owner.account.refresh_from_db()
    assert owner.account.check_password(PASSWORD)


def test_a_token_is_shown_once(owner: Named) -> None:
    response = owner.post("/account/tokens", name="export", days="90")
    assert response.headers["Cache-Control"] == "no-store"
    text = next(
        word for word in response.content.decode().replace("<", " ").replace(">", " ").split() if word[:3] == "bw_"
    )
    assert get_usable_token(text) == ApiToken.objects.get()
    assert text not in owner.get("/account/tokens").content.decode()


def test_a_token_only_reads_unless_it_was_asked_to_write(owner: Named) -> None:
    owner.post("/account/tokens", name="reads", days="30")
    owner.post("/account/tokens", name="writes", days="", may_write="on")
    scopes = dict(ApiToken.objects.values_list("name", "scopes"))
    assert scopes == {"reads": ["read"], "writes": ["read", "write"]}
    assert ApiToken.objects.get(name="writes").expires_at is None


def test_my_token_can_be_revoked(owner: Named) -> None:
    owner.post("/account/tokens", name="export", days="90")
    token = ApiToken.objects.get()
    owner.post(f"/account/tokens/{token.pk}/revoke")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_an_outsider_gets_404_for_my_token(owner: Named, outsider: Named, administrator: Named) -> None:
    owner.post("/account/tokens", name="export", days="90")
    token = ApiToken.objects.get()
    for stranger in (outsider, administrator):
        assert stranger.post(f"/account/tokens/{token.pk}/revoke").status_code == 404
        assert token.prefix not in stranger.get("/account/tokens").content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None


def test_the_queries_of_the_pages(owner: Named) -> None:
    who = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
    assert count_queries(owner, "/account/tokens") == [*who, "portal_apitoken"]
    assert count_queries(owner, "/account") == [*who, "catalog_entity", "teams_person", "teams_team"]

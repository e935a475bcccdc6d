"""Who gets in: tokens and sessions that are good now, and nobody else, at every address."""

from __future__ import annotations

from datetime import date, timedelta

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.core.access import Scope
from portal.actions.tokens import revoke_token
from portal.models import ApiToken
from tests.portal.api.world import ROOT, Script, list_addresses, make_script
from tests.portal.organisation import Named, Organisation


def test_signed_out_people_get_401_everywhere_also_where_nothing_is(world: Organisation, signed_out: Client) -> None:
    addresses = [*list_addresses(world).values(), f"{ROOT}/schema", f"{ROOT}/nothing", "/api/else", "/api/"]
    for address in addresses:
        response = signed_out.get(address)
        assert response.status_code == 401, address
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Bailiwick"'
        assert response.headers["Content-Type"] == "application/problem+json"


def test_a_token_reads_everything_there_is(world: Organisation, owners_script: Script) -> None:
    for address in list_addresses(world).values():
        assert owners_script.get(address).status_code == 200, address


def test_a_session_reads_in_the_browser(outsider: Named) -> None:
    me = orjson.loads(outsider.get(f"{ROOT}/me").content)
    assert (me["username"], me["signed_in_by"], me["token"]) == ("otto", "session", None)


def test_me_says_what_a_token_may_do(world: Organisation, lead: Named) -> None:
    script = make_script(lead.account)
    assert script.read("/me") == {
        "username": "lena",
        "person_ref": "user:default/lena",
        "teams": [{"ref": "group:default/shop", "is_lead": True}],
        "is_administrator": False,
        "scopes": ["read"],
        "signed_in_by": "token",
        "token": {"name": "script", "prefix": script.token.prefix, "expires_at": None},
    }


def test_a_token_without_the_scope_read_is_refused(owner: Named) -> None:
    response = make_script(owner.account, (Scope.WRITE,)).get("/entities")
    assert response.status_code == 403
    assert response.json()["detail"] == "You may not read this: a token needs the scope `read`."


def test_a_revoked_token_is_of_no_use(owner: Named) -> None:
    script = make_script(owner.account)
    assert script.get("/me").status_code == 200
    revoke_token("account:1", script.token)
    assert script.get("/me").status_code == 401


def test_the_token_of_a_deactivated_account_is_of_no_use(owner: Named) -> None:
    script = make_script(owner.account)
    owner.account.is_active = False
    owner.account.save()
    assert script.get("/me").status_code == 401
    assert owner.get(f"{ROOT}/me").status_code == 401, "nor is the session"


def test_an_expired_token_is_of_no_use(owner: Named) -> None:
    assert make_script(owner.account, expires_at=timezone.now() - timedelta(seconds=1)).get("/me").status_code == 401
    assert make_script(owner.account, expires_at=timezone.now() + timedelta(hours=1)).get("/me").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer x", "bearer bw_x_y", "Bearer bw_\0_x", "Bearer bw_é_x", "Bearer " + "b" * 10_000,
     "Bearer bw__", "Bearer a b", "Basic b2xnYTpwYXNz", "Negotiate", "\ud83d"],
)  # fmt: skip
def test_a_header_that_is_no_good_token_is_401_never_an_error(db: None, header: str) -> None:
    headers = {"HTTP_AUTHORIZATION": header.encode("utf-8", "surrogatepass").decode("latin-1")}
    assert Client().get(f"{ROOT}/me", **headers).status_code == 401  # type: ignore[arg-type]


def test_a_bad_token_is_refused_also_beside_a_good_session(owner: Named) -> None:
    """Else a script that runs in a browser would not learn that its token was revoked."""
    assert owner.get(f"{ROOT}/me", Authorization="Bearer bw_x_y").status_code == 401


def test_a_token_whose_secret_differs_in_one_letter_is_refused(owner: Named) -> None:
    script = make_script(owner.account)
    script.text = script.text[:-1] + ("a" if script.text[-1] != "a" else "b")
    assert script.get("/me").status_code == 401


def test_the_day_of_the_last_use_is_written_once_a_day(owner: Named) -> None:
    script = make_script(owner.account)
    writes = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            script.get("/me")
        writes.append([query["sql"] for query in captured if "UPDATE" in query["sql"]])
    assert [len(each) for each in writes] == [1, 0, 0]
    assert "last_used_on_date" in writes[0][0]
    ApiToken.objects.update(last_used_on_date=date(2020, 1, 1))
    script.get("/me")
    assert ApiToken.objects.get().last_used_on_date == timezone.now().date()


def test_reading_needs_no_csrf_token_and_writing_is_not_possible(owner: Named) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner.account)
    assert strict.get(f"{ROOT}/me").status_code == 200
    refused = strict.post(f"{ROOT}/me")
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "CSRF" in refused.json()["detail"]
    script = make_script(owner.account, (Scope.READ, Scope.WRITE))
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        response = getattr(script.client, method)(f"{ROOT}/me", headers={"Authorization": f"Bearer {script.text}"})
        assert response.status_code == 405, method
        assert response.headers["Allow"] == "GET, HEAD"

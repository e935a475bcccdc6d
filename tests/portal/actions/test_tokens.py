"""API tokens: shown once, stored as a digest, useless once revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.core.access import Scope
from portal.actions.tokens import make_token, note_token_use, revoke_token
from portal.models import Account, ApiToken, AuditEvent
from portal.selectors.accounts import get_usable_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("tom")


def test_a_token_is_found_by_its_text_with_one_query(account: Account) -> None:
    token, text = make_token(account, "export", [Scope.READ], None)
    with CaptureQueriesContext(connection) as captured:
        found = get_usable_token(text)
        assert found == token
        assert found.account.username == "tom"
    assert len(captured) == 1


def test_the_text_of_a_token_is_nowhere_in_the_database(account: Account) -> None:
    _, text = make_token(account, "export", [Scope.READ], None)
    secret = text.rpartition("_")[2]
    assert secret not in str(list(ApiToken.objects.values())) + str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("bw_", "xx_"),
        lambda text: text.rpartition("_")[0],
        lambda text: text + "ü",
        lambda _text: "",
        lambda _text: "bw__",
    ],
)
def test_any_other_text_is_no_token(account: Account, spoil: object) -> None:
    _, text = make_token(account, "export", [Scope.READ], None)
    assert get_usable_token(spoil(text)) is None  # type: ignore[operator]


def test_a_secret_that_holds_the_separator_still_works(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.actions.tokens.make_secret", lambda: "with_an_underscore")
    token, text = make_token(account, "export", [], None)
    assert get_usable_token(text) == token


def test_a_revoked_token_is_useless_and_revoking_twice_is_one_event(account: Account) -> None:
    token, text = make_token(account, "export", [Scope.READ], None)
    revoke_token("account:1", token)
    revoke_token("account:1", token)
    assert get_usable_token(text) is None
    assert AuditEvent.objects.filter(action="token-revoked").count() == 1


def test_an_expired_token_is_useless(account: Account) -> None:
    _, text = make_token(account, "export", [Scope.READ], timezone.now() - timedelta(seconds=1))
    assert get_usable_token(text) is None


def test_the_token_of_a_deactivated_account_is_useless(account: Account) -> None:
    _, text = make_token(account, "export", [Scope.READ], None)
    Account.objects.update(is_active=False)
    assert get_usable_token(text) is None


def test_use_is_written_down_once_a_day(account: Account) -> None:
    token, _ = make_token(account, "export", [Scope.READ], None)
    today = timezone.now().date()
    note_token_use(token, today)
    token.refresh_from_db()
    with CaptureQueriesContext(connection) as captured:
        note_token_use(token, today)
    assert len(captured) == 0
    assert token.last_used_on_date == today

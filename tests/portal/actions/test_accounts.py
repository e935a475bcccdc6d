"""Accounts and one-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.actions.accounts import (
    change_account,
    ensure_first_administrator,
    make_sign_in_link,
    use_sign_in_link,
)
from portal.models import Account, AuditEvent, SignInLink

pytestmark = pytest.mark.django_db


def secret_of(link: str) -> str:
    return link.rpartition("/")[2]


def make_administrator(name: str = "ann") -> Account:
    return Account.objects.create_user(name, is_staff=True)


def test_the_first_administrator_is_made_once() -> None:
    first = ensure_first_administrator()
    assert first is not None
    assert first.is_administrator
    assert not first.has_usable_password()
    assert ensure_first_administrator() is None


def test_an_installation_whose_administrators_are_all_deactivated_gets_one_back() -> None:
    first = ensure_first_administrator()
    assert first is not None
    Account.objects.update(is_active=False)
    again = ensure_first_administrator()
    assert again is not None
    assert (again.pk, again.is_active) == (first.pk, True)


def test_a_superuser_counts_as_an_administrator() -> None:
    Account.objects.create_superuser("root")
    assert ensure_first_administrator() is None


def test_a_link_works_once() -> None:
    link = make_sign_in_link(make_administrator())
    assert link.startswith(f"{settings.BASE_URL}/sign-in/")
    account = use_sign_in_link(secret_of(link))
    assert account is not None
    assert account.username == "ann"
    assert use_sign_in_link(secret_of(link)) is None


def test_only_the_digest_of_a_link_is_stored() -> None:
    secret = secret_of(make_sign_in_link(make_administrator()))
    stored = SignInLink.objects.get()
    assert secret not in stored.digest
    assert secret not in str(list(AuditEvent.objects.values()))


def test_a_link_expires() -> None:
    secret = secret_of(make_sign_in_link(make_administrator()))
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert use_sign_in_link(secret) is None


def test_a_link_does_not_open_a_deactivated_account() -> None:
    secret = secret_of(make_sign_in_link(make_administrator()))
    Account.objects.update(is_active=False)
    assert use_sign_in_link(secret) is None


@pytest.mark.parametrize("loses", ["is_active", "is_administrator"])
def test_the_last_administrator_cannot_be_lost(loses: str) -> None:
    ann = make_administrator()
    rights = {"is_active": True, "is_administrator": True} | {loses: False}
    with pytest.raises(ValidationError, match="last administrator"):
        change_account("account:1", ann.pk, person_ref="", **rights)
    ann.refresh_from_db()
    assert ann.is_administrator


def test_one_of_two_administrators_can_step_down() -> None:
    ann, bob = make_administrator(), make_administrator("bob")
    change_account(f"account:{bob.pk}", ann.pk, is_active=True, is_administrator=False, person_ref="")
    ann.refresh_from_db()
    assert not ann.is_administrator


def test_a_change_says_who_made_it_and_what_it_was() -> None:
    ann = make_administrator()
    tom = Account.objects.create_user("tom")
    change_account(f"account:{ann.pk}", tom.pk, is_active=True, is_administrator=False, person_ref="user:default/tom")
    event = AuditEvent.objects.get(action="account-changed")
    assert (event.actor_ref, event.subject) == (f"account:{ann.pk}", f"account:{tom.pk}")
    assert event.detail == {"person": ["", "user:default/tom"]}


def test_a_change_that_changes_nothing_is_no_event() -> None:
    tom = Account.objects.create_user("tom")
    change_account("account:1", tom.pk, is_active=True, is_administrator=False, person_ref="")
    assert not AuditEvent.objects.exists()

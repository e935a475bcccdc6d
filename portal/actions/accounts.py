"""Accounts: adding, linking to a person, deactivating, and the one-time link that signs somebody in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.actions.audit import record_event
from portal.digests import SIGN_IN_LINK, digest_secret, make_secret
from portal.models import Account, SignInLink

LINK_LIFETIME = timedelta(hours=24)
FIRST_ADMINISTRATOR = "administrator"
ADMINISTRATORS = Q(is_active=True) & (Q(is_staff=True) | Q(is_superuser=True))


def ensure_first_administrator() -> Account | None:
    """An administrator who can sign in by link, made if there is no active one; None if there already is one."""
    with transaction.atomic():
        if Account.objects.filter(ADMINISTRATORS).exists():
            return None
        account, _ = Account.objects.get_or_create(username=FIRST_ADMINISTRATOR)
        account.is_staff = account.is_active = True
        if not account.password:
            account.set_unusable_password()
        account.save()
        record_event("command", "account-added", f"account:{account.pk}", administrator=True)
    return account


def make_sign_in_link(account: Account, actor_ref: str = "command") -> str:
    """The address that signs this account in, once, within 24 hours. Only its digest is stored."""
    secret, now = make_secret(), timezone.now()
    SignInLink.objects.create(
        account=account, digest=digest_secret(SIGN_IN_LINK, secret), created_at=now, expires_at=now + LINK_LIFETIME
    )
    record_event(actor_ref, "link-made", f"account:{account.pk}")
    return f"{settings.BASE_URL}{reverse('sign-in-link', args=[secret])}"


def use_sign_in_link(secret: str) -> Account | None:
    """The account the link is for, or None if it was used, has expired or never was. Of two at once one gets it."""
    now = timezone.now()
    links = SignInLink.objects.filter(digest=digest_secret(SIGN_IN_LINK, secret))
    usable = links.filter(used_at__isnull=True, expires_at__gt=now, account__is_active=True)
    if usable.update(used_at=now) != 1:
        return None
    return links.select_related("account").get().account


def add_account(
    actor_ref: str, *, username: str, shown_name: str, email: str, person_ref: str, is_administrator: bool
) -> Account:
    """Add somebody who can sign in; they get in by a one-time link and choose their own password."""
    account = Account(
        username=username, first_name=shown_name, email=email, person_ref=person_ref, is_staff=is_administrator
    )
    account.set_unusable_password()
    account.save()
    record_event(actor_ref, "account-added", f"account:{account.pk}", administrator=is_administrator)
    return account


@transaction.atomic
def change_account(
    actor_ref: str, account_id: int, *, is_active: bool, is_administrator: bool, person_ref: str
) -> None:
    """Set what an account may do and whose it is. Raises ValidationError rather than lose the last administrator."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.is_administrator and not (is_active and is_administrator):
        _refuse_to_lose_last_administrator(account)
    changes: dict[str, list[object]] = {
        "active": [account.is_active, is_active],
        "administrator": [account.is_administrator, is_administrator],
        "person": [account.person_ref, person_ref],
    }
    account.is_active, account.is_staff, account.person_ref = is_active, is_administrator, person_ref
    account.is_superuser = account.is_superuser and is_administrator
    account.save(update_fields=["is_active", "is_staff", "is_superuser", "person_ref"])
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        record_event(actor_ref, "account-changed", f"account:{account.pk}", **changed)


def _refuse_to_lose_last_administrator(account: Account) -> None:
    others = Account.objects.select_for_update().filter(ADMINISTRATORS).exclude(pk=account.pk)
    if not others.exists():
        raise ValidationError("This is the last administrator. Make somebody else an administrator first.")

"""Signing in with a password, within limits; each try that fails is an audit event, and those events are the limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from portal.actions.audit import record_event
from portal.http import read_address
from portal.models import Account, AuditEvent

WINDOW = timedelta(minutes=15)
REFUSED_HERE = 5  # one account from one address
REFUSED_ACCOUNT = 50  # one account from anywhere
REFUSED_ADDRESS = 30  # any account from one address
_REFUSED = "sign-in-refused"


@dataclass(frozen=True)
class SignInResult:
    """The account, or why not: `is_limited` after too many tries, else the pair did not match."""

    account: Account | None = None
    is_limited: bool = False


def check_password(request: HttpRequest, username: str, password: str) -> SignInResult:
    """Who this is by username and password.

    An unknown name and a wrong password are told apart neither by answer nor by time. The name that was typed is not
    stored: people type passwords into the wrong box.
    """
    address = f"address:{read_address(request)}"
    subject = _subject_of(username)
    if _is_limited(address, subject):
        record_event(address, "sign-in-limited", subject)
        return SignInResult(is_limited=True)
    account = authenticate(request, username=username, password=password)
    if not isinstance(account, Account):
        record_event(address, _REFUSED, subject)
        return SignInResult()
    return SignInResult(account)


def _subject_of(username: str) -> str:
    known = Account.objects.filter(username=username).values_list("pk", flat=True).first()
    return f"account:{known}" if known is not None else "unknown account"


def _is_limited(address: str, subject: str) -> bool:
    refused = AuditEvent.objects.filter(at__gte=timezone.now() - WINDOW, action=_REFUSED)
    counts = refused.aggregate(
        here=Count("pk", filter=Q(actor_ref=address, subject=subject)),
        account=Count("pk", filter=Q(subject=subject)),
        address=Count("pk", filter=Q(actor_ref=address)),
    )
    is_known = subject.startswith("account:")
    return bool(
        counts["address"] >= REFUSED_ADDRESS
        or (is_known and (counts["here"] >= REFUSED_HERE or counts["account"] >= REFUSED_ACCOUNT))
    )

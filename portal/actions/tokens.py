"""API tokens: made and shown once, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from catalog.core.access import Scope
from portal.actions.audit import record_event
from portal.digests import API_TOKEN, TOKEN_MARK, digest_secret, make_secret
from portal.models import Account, ApiToken


def make_token(
    account: Account, name: str, scopes: Collection[Scope], expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """A new token and its text, `bw_<prefix>_<secret>`, which exists nowhere else and is shown once."""
    prefix = secrets.token_hex(6)
    text = f"{TOKEN_MARK}_{prefix}_{make_secret()}"
    token = ApiToken.objects.create(
        account=account,
        name=name,
        prefix=prefix,
        digest=digest_secret(API_TOKEN, text),
        scopes=sorted(scope.value for scope in scopes),
        created_at=timezone.now(),
        expires_at=expires_at,
    )
    record_event(f"account:{account.pk}", "token-made", f"token:{token.pk}", name=name, scopes=token.scopes)
    return token, text


def note_token_use(token: ApiToken, today: date) -> None:
    """Remember the day of the last use: one write a day, whatever the load."""
    if token.last_used_on_date != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on_date=today)


def revoke_token(actor_ref: str, token: ApiToken) -> None:
    """Make a token useless at once and for ever; doing it twice changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record_event(actor_ref, "token-revoked", f"token:{token.pk}", name=token.name)

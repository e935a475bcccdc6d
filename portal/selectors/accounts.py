"""Reads of accounts and tokens."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from catalog.models.prepared import read_rows
from catalog.selectors.glance import Glance
from portal.digests import API_TOKEN, TOKEN_MARK, digest_secret
from portal.models import Account, ApiToken


def get_usable_token(text: str) -> ApiToken | None:
    """The token this text is, with its account, if it may be used now; one query, compared in constant time."""
    found = get_usable_token_and(text, Glance())
    return None if found is None else found[0]


def get_usable_token_and(text: str, glance: Glance) -> tuple[ApiToken, tuple[Any, ...]] | None:
    """The token this text is, with its account, if it may be used now; and the values of the glance. One query.

    Every request of a script begins here, so the query is written out: building it anew costs more than running it.
    Other fields than those of `_TOKEN` and `_ACCOUNT` are read when they are asked for.
    """
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != TOKEN_MARK or not prefix or not secret or not text.isascii():
        return None
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = read_rows(_select(glance.columns, glance.join), [*glance.given, prefix, now])
    row = rows[0] if rows else None
    if row is None or not constant_time_compare(row[_TOKEN.index("digest")], digest_secret(API_TOKEN, text)):
        return None
    *fields, scopes, used_on = row[: len(_TOKEN)]
    scopes = orjson.loads(scopes) if isinstance(scopes, str) else scopes
    used_on = date.fromisoformat(used_on) if isinstance(used_on, str) else used_on  # text in SQLite
    token = ApiToken.from_db(DEFAULT_DB_ALIAS, _TOKEN, [*fields, scopes, used_on])
    token.account = Account.from_db(DEFAULT_DB_ALIAS, _ACCOUNT, row[len(_TOKEN) : _WIDTH])
    return token, row[_WIDTH:]


# In the order of the models' fields, as `from_db` takes them.
_TOKEN = ("id", "account_id", "prefix", "digest", "scopes", "last_used_on_date")
_ACCOUNT = ("id", "is_superuser", "username", "is_staff", "is_active", "person_ref")
_WIDTH = len(_TOKEN) + len(_ACCOUNT)


@lru_cache(maxsize=16)
def _select(columns: tuple[str, ...], join: str) -> str:
    """The query, with what is read beside the token."""
    wanted = (*(f"t.{name}" for name in _TOKEN), *(f"a.{name}" for name in _ACCOUNT), *columns)
    return (
        f"SELECT {', '.join(wanted)} FROM portal_apitoken t JOIN portal_account a ON a.id = t.account_id {join} "  # noqa: S608
        "WHERE t.prefix = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s) AND a.is_active"
    )


def list_tokens(account: Account) -> QuerySet[ApiToken]:
    """Every token of an account, the newest first; those that still work before those that do not."""
    return ApiToken.objects.filter(account=account).order_by("revoked_at", "-created_at")


def list_accounts() -> QuerySet[Account]:
    """Every account, active ones first."""
    return Account.objects.order_by("-is_active", "username")


def list_administrator_addresses() -> list[str]:
    """E-mail addresses of the accounts that may do everything."""
    with_address = Account.objects.exclude(email="").order_by("email")
    return [account.email for account in with_address if account.is_administrator]

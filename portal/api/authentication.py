"""Who asks: a token in `Authorization: Bearer`, else the session of a browser."""

from __future__ import annotations

import re

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.actions.tokens import note_token_use
from portal.models import Account, ApiToken
from portal.selectors.accounts import get_usable_token

SCHEME = "Bearer"
_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{1,200}")


class TokenAuthentication(BaseAuthentication):
    """Tokens of accounts, as the portal makes them. A header that names no usable token is refused, never skipped."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """Account and token, or None where another scheme or no header is used.

        Costs one query, and one more on the token's first use of a day. Raises AuthenticationFailed.
        """
        scheme, _, text = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        text = text.strip()
        token = get_usable_token(text) if _TOKEN_FORM.fullmatch(text) else None
        if token is None:
            raise AuthenticationFailed("The token is unknown, has expired, was revoked, or its account is inactive.")
        note_token_use(token, timezone.now().date())
        return token.account, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  # the signature is the framework's
        """What a refusal asks for."""
        return f'{SCHEME} realm="Bailiwick"'

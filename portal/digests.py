"""Secrets that are handed out once and stored as digests only."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

SECRET_BYTES = 32
TOKEN_MARK = "bw"  # noqa: S105  # how every API token starts, so that scanners for leaked secrets find it
API_TOKEN = "api-token"  # noqa: S105  # what a digest is for, no secret
SIGN_IN_LINK = "sign-in-link"
FEED = "feed"


def make_secret() -> str:
    """A new secret of 256 bits, safe in URLs and headers."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_secret(purpose: str, secret: str) -> str:
    """HMAC-SHA256 of a secret under the installation's key, in hex; `purpose` keeps one use apart from another."""
    return salted_hmac(f"bailiwick.{purpose}", secret, algorithm="sha256").hexdigest()

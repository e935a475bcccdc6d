"""Users for tests of people: the texts of their descriptors, and commits under an address."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.models import Origin
from scoring.models import AuthorActivity
from tests.scoring.factories import TIP


def user(name: str, *teams: str, email: str = "", shown: str = "", **annotations: str) -> str:
    """The text of a User's descriptor. `annotations`: `emails`, `github` and `gitlab`."""
    lines = ["apiVersion: backstage.io/v1alpha1", "kind: User", "metadata:", f"  name: {name}"]
    if annotations:
        named = {"emails": "bailiwick.dev/emails", "github": "github.com/user-login", "gitlab": "gitlab.com/user-login"}
        lines += ["  annotations:", *(f'    {named[key]}: "{value}"' for key, value in annotations.items())]
    lines += ["spec:", f"  memberOf: [{', '.join(teams)}]"]
    profile = {"displayName": shown, "email": email}
    if any(profile.values()):
        lines += ["  profile:", *(f"    {key}: {value}" for key, value in profile.items() if value)]
    return "\n".join(lines) + "\n"


def commit_as(origin: Origin, email: str, commits: int, days_ago: int = 3) -> AuthorActivity:
    """Commits under an address, a few days before now."""
    at = timezone.now() - timedelta(days=days_ago)
    return AuthorActivity.objects.create(
        origin=origin, author_email=email, author_name="Somebody", is_bot=False, day_date=at.date(), commits=commits,
        last_commit=TIP, last_committed_at=at,
    )  # fmt: skip

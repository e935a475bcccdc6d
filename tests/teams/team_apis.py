"""Team APIs that tests begin with, as a scan would have left them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from catalog.models import Entity, KeptFile, Origin
from teams.actions.team_apis import sync_team_apis
from tests.catalog.factories import NOW, make_origin

COMMIT = "d" * 40


def team_api_text(team: str = "payments", *owns: str, more: str = "") -> str:
    """A valid Team API; `owns` stand from line 6 on, one a line."""
    listed = "".join(f"  - {{ref: {json}}}\n" for json in owns)
    head = f"apiVersion: teamapi/v1\nkind: TeamApi\nteam: group:default/{team}\nupdated: 2026-03-01\n"
    return f"{head}{f'owns:{chr(10)}{listed}' if owns else ''}{more}"


def make_group(name: str = "payments") -> Entity:
    times = {"first_seen_at": NOW, "changed_at": NOW}
    return Entity.objects.create(ref=f"group:default/{name}", kind="Group", name=name, namespace="default", **times)


def keep_team_api(
    text: str, origin: Origin | None = None, *, path: str = "team-api.yaml", problem: str = "", at: datetime = NOW
) -> Origin:
    """Keep the text as the file of an origin, and let the Team APIs follow."""
    origin = origin or Origin.objects.first() or make_origin()
    digest = sha256(f"{problem}{text}".encode()).hexdigest()
    fields = {"text": text, "commit": COMMIT, "digest": digest, "problem": problem, "changed_at": at}
    KeptFile.objects.update_or_create(
        origin=origin, kind="team-api", path=path, defaults=fields, create_defaults=fields | {"first_seen_at": at}
    )
    sync_team_apis([f"repository:{origin.pk}"], at)
    return origin

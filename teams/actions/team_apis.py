"""Team APIs kept in step with the files that scans keep: versions, and what they claim. A consumer of changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from catalog.models import KeptFile
from catalog.models.bulk import among_ids, insert_rows, update_rows
from teams.actions.schedules import list_origin_ids
from teams.actions.team_api_binding import bind_team_apis
from teams.core.files import TEAM_API
from teams.core.teamapi.acceptance import Refusal
from teams.core.teamapi.kept import KeptTeamApi, read_kept, refuse_kept
from teams.models import TeamApiVersion


def sync_team_apis(refs: list[str], now: datetime) -> None:
    """Bring the Team APIs of the repositories among `refs` to what their files say, then bind all and record what they
    claim. Safe to run twice; what says the same writes nothing.

    A file that cannot be used leaves what it said before, with its problems. Groups among `refs` bind anew, since a
    document may name one that came only now; so do repositories that are not trusted, since whose they are decides
    whether their files count.
    """
    origin_ids = list_origin_ids(refs)
    ended, is_changed = _sync_versions(origin_ids, now) if origin_ids else ([], False)
    if is_changed or any(ref.startswith("group:") for ref in refs) or _waits_for_trust(origin_ids):
        bind_team_apis(ended, now)


def _waits_for_trust(origin_ids: Sequence[int]) -> bool:
    if not origin_ids:
        return False
    current = TeamApiVersion.objects.filter(origin__in=among_ids(origin_ids), superseded_at=None)
    is_trusted = Q(origin__source__may_define_organisation=True)
    return current.filter(~is_trusted | Q(refusal=Refusal.NOT_TRUSTED.value)).exists()


def _sync_versions(origin_ids: Sequence[int], now: datetime) -> tuple[list[TeamApiVersion], bool]:
    """Returns the versions of files that say nothing any more, and whether anything changed.

    Two queries, and one for each of what is new and what changed.
    """
    files = KeptFile.objects.filter(kind=TEAM_API, origin__in=among_ids(origin_ids), origin__removed_at=None)
    wanted = {(file.origin_id, file.path): file for file in files}
    current = TeamApiVersion.objects.filter(origin__in=among_ids(origin_ids), superseded_at=None)
    stored = {(row.origin_id, row.path): row for row in current}
    superseded, noted, fresh = [], [], []
    for key, file in wanted.items():
        row, digest = stored.get(key), _digest(file)
        if row is not None and row.digest == digest:
            continue
        said = refuse_kept(file.problem) if file.problem else read_kept(file.path, file.text)
        if row is None or (said.is_good and row.text != file.text):
            fresh.append(_make(file, said, digest, row.first_seen_at if row else now, now))
            superseded += [row] if row else []
        else:
            row.digest, row.problems = digest, [problem | {"commit": file.commit} for problem in said.problems]
            row.declared_ref = row.declared_ref if row.text else said.declared_ref[:500]
            noted.append(row)
    ended = [row for key, row in stored.items() if key not in wanted]
    for row in (*superseded, *ended):
        row.superseded_at = now
    update_rows([*superseded, *ended], ("superseded_at",))
    update_rows(noted, ("digest", "problems", "declared_ref"))
    insert_rows(fresh)
    return ended, bool(superseded or ended or noted or fresh)


def _digest(file: KeptFile) -> str:
    """Of what was read and of what went wrong; a file that is good again after a fault has its first digest again."""
    return hashlib.sha256(f"{file.problem}\0{file.text}".encode()).hexdigest()


def _make(file: KeptFile, said: KeptTeamApi, digest: str, first_seen_at: datetime, now: datetime) -> TeamApiVersion:
    return TeamApiVersion(
        declared_ref=said.declared_ref[:500],
        origin_id=file.origin_id,
        path=file.path,
        commit=file.commit,
        text=file.text if said.is_good else "",
        dialect=said.dialect,
        problems=list(said.problems),
        owns=list(said.owns),
        digest=digest,
        first_seen_at=first_seen_at,
        seen_at=now,
    )

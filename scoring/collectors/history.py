"""Who changed which code when: the whole history once, then only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from catalog.git.history import read_history
from catalog.git.repository import LocalRepository
from catalog.models import Origin
from catalog.models.bulk import insert_rows, update_rows
from catalog.selectors.erasures import load_eraser
from scoring.collectors import Observation
from scoring.core.history import Activity, ActivityKey, Rows, add_activity, erase_people, make_digest, sum_up_history
from scoring.models import AuthorActivity, FactState

WRITTEN = ("author_name", "commits", "last_commit", "last_committed_at")


def describe(origin: Origin, prefixes: Sequence[str]) -> str:
    """The history depends on the commit and on the code roots; `.mailmap` is part of the commit."""
    return make_digest(origin.tip, *prefixes)


def collect(origin: Origin, prefixes: Sequence[str], state: FactState, now: datetime) -> Observation:
    """Read what is new since the last look; everything where roots, `.mailmap` or old commits changed, or in a
    shallow clone. Raises RepositoryError.
    """
    repository = LocalRepository.open(Path(origin.location))
    mailmap = repository.find_file(origin.tip, ".mailmap")
    is_shallow = repository.is_shallow
    basis = make_digest(mailmap.blob if mailmap else "", str(is_shallow), *prefixes)
    is_addition = (
        not is_shallow
        and state.data.get("basis") == basis
        and bool(state.commit)
        and repository.is_ancestor(state.commit, origin.tip)
    )
    commits = read_history(repository, origin.tip, not_tips=[state.commit] if is_addition else ())
    history = sum_up_history(commits, prefixes, now, is_shallow=is_shallow)
    complete_since = history.complete_since.isoformat() if history.complete_since else None
    eraser = load_eraser()
    rows = history.rows if eraser is None else erase_people(history.rows, eraser)
    store = partial(_add if is_addition else _replace, origin, rows)
    return Observation(origin.tip, {"basis": basis, "complete_since": complete_since}, store)


def _replace(origin: Origin, rows: Rows) -> None:
    AuthorActivity.objects.filter(origin=origin).delete()
    insert_rows([_to_row(origin, key, activity) for key, activity in rows.items()])


def _add(origin: Origin, rows: Rows) -> None:
    if not rows:
        return
    days = {key.day_date for key in rows}
    stored = AuthorActivity.objects.filter(origin=origin, day_date__range=(min(days), max(days)))
    by_key = {_key(row): row for row in stored}
    summed = add_activity({key: _activity(row) for key, row in by_key.items()}, rows)
    changed = []
    for key, row in by_key.items():
        if key in summed:
            row.author_name, row.commits, row.last_commit, row.last_committed_at = summed[key]
            changed.append(row)
    update_rows(changed, WRITTEN)
    insert_rows([_to_row(origin, key, activity) for key, activity in summed.items() if key not in by_key])


def _key(row: AuthorActivity) -> ActivityKey:
    return ActivityKey(row.path_prefix, row.author_email, row.is_bot, row.day_date)


def _activity(row: AuthorActivity) -> Activity:
    return Activity(row.author_name, row.commits, row.last_commit, row.last_committed_at)


def _to_row(origin: Origin, key: ActivityKey, activity: Activity) -> AuthorActivity:
    return AuthorActivity(origin=origin, **key._asdict(), **activity._asdict())

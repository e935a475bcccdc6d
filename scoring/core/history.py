"""Commits summed up by author, code root and day.

One commit counts once in each code root it touches: the deepest root above a path has it. Merges are not counted,
since what they bring in was counted already. Bots are marked, not dropped. Days are those of the committer's date,
which says when the work arrived, in UTC; a date in the future counts as the moment of reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from catalog.core.code_roots import CodeRoot, RootBasis, RootIndex
from catalog.core.erasure import Eraser
from catalog.core.history_log import CommitRecord
from scoring.core.bots import BOT_EMAILS, BOT_NAMES, is_bot

EMAIL_LENGTH = 320
NAME_LENGTH = 300
#: Part of every digest: raise it when the same commits would be summed up differently.
RULES_VERSION = "1"


class ActivityKey(NamedTuple):
    """One row: who, where and when. An author without an address stands under their name."""

    path_prefix: str
    author_email: str
    is_bot: bool
    day_date: date


class Activity(NamedTuple):
    """What the row says: the number of commits, and the last of them."""

    author_name: str
    commits: int
    last_commit: str
    last_committed_at: datetime


Rows = dict[ActivityKey, Activity]


@dataclass(slots=True)
class History:
    """`rows`, and `complete_since`: the time before which a shallow clone knows nothing (None: it knows all)."""

    rows: Rows = field(default_factory=dict)
    complete_since: datetime | None = None


def sum_up_history(
    commits: Iterable[CommitRecord], prefixes: Iterable[str], read_at: datetime, *, is_shallow: bool = False
) -> History:
    """Sum up `commits`, in any order, by the code roots at `prefixes`; what is in none of them stands under `""`.

    In a shallow clone a commit without parents only seems to add all its files, so it is not counted.
    """
    history = History()
    # an index of prefixes: each stands for itself instead of for an entity
    index = RootIndex(CodeRoot(prefix, None, prefix, RootBasis.DESCRIPTOR_FOLDER) for prefix in prefixes)
    for commit in commits:
        if is_shallow and not commit.parents:
            at = _arrival(commit, read_at)
            history.complete_since = max(at, history.complete_since or at)
        elif not commit.is_merge:
            touched = {prefix for path in commit.paths for prefix in index.owner_of_path(path) or ("",)}
            _count(history.rows, commit, touched, read_at)
    return history


def add_activity(old: Rows, new: Rows) -> Rows:
    """The rows of `new` with what `old` already held for the same keys added to them."""
    return {key: _joined(old[key], row) if key in old else row for key, row in new.items()}


def erase_people(rows: Rows, eraser: Eraser) -> Rows:
    """The rows with pseudonyms for people who were erased; rows that come to stand for the same are added up."""
    erased: Rows = {}
    for key, row in rows.items():
        email, name = eraser.clean_author(key.author_email, row.author_name)
        new_key, row = key._replace(author_email=email), row._replace(author_name=name)  # noqa: PLW2901  # the same row
        erased[new_key] = _joined(erased[new_key], row) if new_key in erased else row
    return erased


def make_digest(*parts: str) -> str:
    """A digest of `parts` and of the rules above; where it changes, the same commits may sum up differently."""
    rules = (RULES_VERSION, *sorted(BOT_NAMES | BOT_EMAILS))
    return hashlib.sha256("\0".join((*rules, *parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _count(rows: Rows, commit: CommitRecord, touched: Iterable[str], read_at: datetime) -> None:
    at = _arrival(commit, read_at)
    email = (commit.author_email or commit.author_name).strip().lower()[:EMAIL_LENGTH]
    machine = is_bot(commit.author_name, commit.author_email)
    row = Activity(commit.author_name[:NAME_LENGTH], 1, commit.sha, at)
    for prefix in touched:
        key = ActivityKey(prefix, email, machine, at.date())
        old = rows.get(key)
        rows[key] = row if old is None else _joined(old, row)


def _joined(one: Activity, other: Activity) -> Activity:
    newest = max(one, other, key=lambda row: (row.last_committed_at, row.last_commit))
    return newest._replace(commits=one.commits + other.commits)


def _arrival(commit: CommitRecord, read_at: datetime) -> datetime:
    return min(commit.committed_at, read_at)

"""Commits of a repository, for people to look at."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import cast

from catalog.core.history_log import CommitRecord
from catalog.git.errors import GitError, RepositoryError
from catalog.git.history import read_history
from catalog.git.object_store import check_object_id
from catalog.git.repository import LocalRepository
from catalog.git.settings import READ_LIMITS
from catalog.models import Origin
from catalog.selectors.erasures import load_eraser


class NotShownError(Exception):
    """What was asked for cannot be shown; the message is one sentence that says why."""


def open_at(origin: Origin, commit: str) -> LocalRepository | None:
    """The repository, if it holds this commit; None for a text that is no full commit id.

    Raises NotShownError where the repository cannot be read or does not hold the commit. Check that the origin is
    visible.
    """
    try:
        check_object_id(commit)
    except ValueError:
        return None
    try:
        repository = LocalRepository.open(Path(origin.location))
        repository.objects.run(commit, "cat-file", "-e", f"{commit}^{{commit}}")
    except GitError as error:
        raise NotShownError(
            "The repository does not hold this commit any more: its history was rewritten, or it was cloned anew."
        ) from error
    except RepositoryError as error:
        raise NotShownError(f"The repository cannot be read: {error}.") from error
    return repository


def get_commit(origin: Origin, sha: str) -> CommitRecord | None:
    """The commit with this full id, or None if the text is none. Raises NotShownError as `open_at` does."""
    repository = open_at(origin, sha)
    if repository is None:
        return None
    history = cast("Generator[CommitRecord]", read_history(repository, sha, limits=READ_LIMITS))
    try:
        with closing(history):
            return _erase(next(history, None))
    except RepositoryError as error:
        raise NotShownError(f"The commit cannot be read: {error}.") from error


def _erase(commit: CommitRecord | None) -> CommitRecord | None:
    """The commit without the names of people who were erased: Git has them still, a page does not show them."""
    eraser = load_eraser() if commit is not None else None
    if commit is None or eraser is None:
        return commit
    author = eraser.clean_author(commit.author_email, commit.author_name)
    committer = eraser.clean_author(commit.committer_email, commit.committer_name)
    return commit._replace(
        author_email=author[0],
        author_name=author[1],
        committer_email=committer[0],
        committer_name=committer[1],
        message=eraser.clean(commit.message),
    )

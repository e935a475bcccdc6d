"""The history of a repository as a stream of commits."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from catalog.core.history_log import LOG_FORMAT, CommitRecord, MalformedHistoryError, parse_history
from catalog.git.errors import HistoryUnreadableError
from catalog.git.object_store import check_object_id
from catalog.git.repository import LocalRepository
from catalog.git.settings import HISTORY_LIMITS, GitLimits


def read_history(
    repository: LocalRepository,
    tip: str,
    since: datetime | None = None,
    not_tips: Sequence[str] = (),
    limits: GitLimits = HISTORY_LIMITS,
) -> Iterator[CommitRecord]:
    """The commits that ``tip`` reaches and ``not_tips`` do not, newest first, with ``.mailmap`` of ``tip`` applied.

    ``since`` leaves out what was committed before. A tip that was read earlier may be gone: ask ``is_ancestor``
    first and read anew. The iterator raises ``GitError`` or ``HistoryUnreadableError`` in place of ending early, so
    whatever was taken from it until then must be dropped.
    """
    arguments = ["log", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-decorate", "--no-notes"]
    arguments += [f"--format={LOG_FORMAT}", "--encoding=UTF-8"]
    if since is not None:
        arguments.append(f"--since={int(since.timestamp())}")
    arguments += [tip, *(f"^{check_object_id(old)}" for old in not_tips), "--"]
    mailmap = {"mailmap.blob": f"{tip}:.mailmap"}
    with repository.objects.stream(tip, *arguments, limits=limits, config=mailmap) as chunks:
        try:
            yield from parse_history(chunks)
        except MalformedHistoryError as error:
            raise HistoryUnreadableError(f"the history is malformed: {error}") from error

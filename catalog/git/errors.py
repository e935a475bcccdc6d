"""What can go wrong with a repository, in words that may be shown: no passwords, no control characters."""

import re

EXCERPT_CHARACTERS = 2000

_USER_INFO = re.compile(r"://[^/\s]{1,2000}@")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def make_excerpt(raw: bytes) -> str:
    """The end of what Git wrote to standard error, without user-info in URLs and control characters."""
    text = hide_user_info(raw.decode("utf-8", "replace"))
    return _CONTROL.sub(" ", text).strip()[-EXCERPT_CHARACTERS:]


def hide_user_info(text: str) -> str:
    """The text with ``user:password@`` cut out of every URL in it."""
    return _USER_INFO.sub("://", text)


class RepositoryError(Exception):
    """Whatever makes one repository unreadable. Its message is one sentence that may be shown to people."""


class NotARepositoryError(RepositoryError):
    """The folder is no Git repository, or one in a form that is not read."""


class TreeTooLargeError(RepositoryError):
    """A commit lists more paths than are read."""


class HistoryUnreadableError(RepositoryError):
    """Git's account of the history is not in the form it should have."""


class GitError(RepositoryError):
    """A Git command that did not do what was asked.

    ``command`` is what was run (without environment and options that are always there), ``exit_status`` is
    ``None`` when it was stopped by us and negative when a signal ended it, ``stderr`` is an excerpt.
    """

    def __init__(self, command: tuple[str, ...], exit_status: int | None, stderr: str = "") -> None:
        self.command = tuple(hide_user_info(part) for part in command)
        self.exit_status = exit_status
        self.stderr = stderr
        super().__init__(self.describe())

    def describe(self) -> str:
        """One sentence for people."""
        return f"git {self.command[0]} ended with status {self.exit_status}: {self.stderr or 'no message'}"


class GitTimeoutError(GitError):
    """A Git command that was killed because it took longer than allowed."""

    def describe(self) -> str:
        """One sentence for people."""
        return f"git {self.command[0]} took longer than allowed and was stopped"


class GitOutputTooLargeError(GitError):
    """A Git command that was killed because it wrote more than allowed."""

    def describe(self) -> str:
        """One sentence for people."""
        return f"git {self.command[0]} wrote more than allowed and was stopped"

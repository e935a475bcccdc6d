"""Making repositories of our own (the demo organisation, mirrors), under the same hardened environment."""

from pathlib import Path

from catalog.git.runner import run_git
from catalog.git.settings import DEFAULT_SETTINGS, WRITE_LIMITS, GitSettings


def create_repository(
    path: Path, *, branch: str = "main", bare: bool = False, settings: GitSettings = DEFAULT_SETTINGS
) -> Path:
    """Makes an empty repository at ``path`` whose HEAD is ``branch``; returns its Git directory.

    No template is copied, so there are no hooks. Raises ``GitError``.
    """
    path.mkdir(parents=True, exist_ok=True)
    git_dir = path if bare else path / ".git"
    kind = ("--bare",) if bare else ()
    run_git(
        git_dir,
        *("init", "--quiet", "--template=", f"--initial-branch={branch}", *kind),
        work_tree=None if bare else path,
        limits=WRITE_LIMITS,
        settings=settings,
    )
    return git_dir


def import_history(git_dir: Path, stream: bytes, *, settings: GitSettings = DEFAULT_SETTINGS) -> None:
    """Feeds ``stream`` (the language of ``git fast-import``) to the repository. Raises ``GitError``."""
    run_git(
        git_dir,
        *("fast-import", "--quiet", "--date-format=raw", "--done"),
        stdin=stream,
        limits=WRITE_LIMITS,
        settings=settings,
    )


def reset_work_tree(path: Path, *, revision: str = "HEAD", settings: GitSettings = DEFAULT_SETTINGS) -> None:
    """Makes the files under ``path`` equal to ``revision`` (``git reset --hard``); symlinks become files.

    Raises ``GitError``, and ``ValueError`` for a revision that Git would take for an option.
    """
    if revision.startswith("-"):
        raise ValueError(f"not a revision: {revision!r}")
    run_git(
        path / ".git",
        *("reset", "--quiet", "--hard", revision, "--"),
        work_tree=path,
        limits=WRITE_LIMITS,
        settings=settings,
    )


def set_config(git_dir: Path, name: str, value: str, *, settings: GitSettings = DEFAULT_SETTINGS) -> None:
    """Sets one value in the repository's own configuration, for example ``remote.origin.url``."""
    run_git(
        git_dir,
        *("config", "--file", str(git_dir / "config"), name, value),
        limits=WRITE_LIMITS,
        settings=settings,
    )

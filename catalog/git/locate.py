"""Where a repository keeps its Git directory. Looks at names only and starts no Git."""

from dataclasses import dataclass
from pathlib import Path

from catalog.git.errors import NotARepositoryError

POINTER_BYTES = 4096


@dataclass(frozen=True)
class GitPlace:
    """``git_dir`` has HEAD; ``common_dir`` has objects, refs and config (another one in linked work trees)."""

    git_dir: Path
    common_dir: Path
    is_bare: bool


def locate_git_dir(path: Path) -> GitPlace:
    """The Git directory of the working tree or bare repository at ``path``, which itself is not searched.

    Raises ``NotARepositoryError``; a ``.git`` that is a symlink counts as none, since it may lead anywhere.
    """
    dot_git = path / ".git"
    try:
        if dot_git.is_symlink():
            raise NotARepositoryError(f"{dot_git} is a symlink: not followed")
        if dot_git.is_file():
            return _follow_pointer(dot_git)
        if dot_git.is_dir():
            return GitPlace(dot_git, dot_git, is_bare=False)
        if looks_like_git_dir(path):
            return GitPlace(path, path, is_bare=True)
    except OSError as error:
        raise NotARepositoryError(f"{path} cannot be read: {error.strerror}") from error
    raise NotARepositoryError(f"{path} is not a Git repository")


def looks_like_git_dir(path: Path) -> bool:
    """Whether ``path`` has what Git asks of a Git directory: HEAD, objects, refs."""
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def _follow_pointer(dot_git: Path) -> GitPlace:
    """A ``.git`` file of a linked work tree or a submodule: ``gitdir: PATH``."""
    git_dir = _read_pointer(dot_git, prefix="gitdir: ")
    common = git_dir / "commondir"
    common_dir = _read_pointer(common, prefix="") if common.is_file() else git_dir
    return GitPlace(git_dir, common_dir, is_bare=False)


def _read_pointer(file: Path, prefix: str) -> Path:
    with file.open("rb") as stream:
        text = stream.read(POINTER_BYTES).decode("utf-8", "surrogateescape").rstrip("\n")
    target = text.removeprefix(prefix)
    if not text.startswith(prefix) or not target or "\0" in target:
        raise NotARepositoryError(f"{file} does not name a Git directory")
    git_dir = (file.parent / target).resolve()
    if not git_dir.is_dir():
        raise NotARepositoryError(f"{file} names a Git directory that is not there")
    return git_dir

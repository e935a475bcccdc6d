"""Web addresses of code: which repository, and which folder or file in it.

Forms read: GitHub ``/org/repo/tree/REF/path`` (``blob`` for files), GitLab ``/group/…/repo/-/tree/REF/path``, Bitbucket
Cloud ``/workspace/repo/src/REF/path``, Bitbucket Data Center ``/projects/KEY/repos/repo/browse/path``, Gitea and
Forgejo ``/org/repo/src/branch/REF/path``, Azure DevOps ``/org/project/_git/repo?path=/path``, GitHub's raw files at
``raw.githubusercontent.com/org/repo/REF/path``, and plain clone URLs.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from catalog.core.remotes import LONGEST_URL, RemoteAddress, make_address, parse_remote

_FOLDER_WORDS = frozenset({"tree", "src", "browse"})
_FILE_WORDS = frozenset({"blob", "raw", "edit", "blame"})
_GITEA_KINDS = frozenset({"branch", "commit", "tag"})
_PATH_AT = 2  # the shortest address of a repository has two parts, so a word like "tree" comes third or later
_QUERY_FIELDS = 20
_RAW_GITHUB, _GITHUB = "raw.githubusercontent.com", "github.com"
_TWO_PART_HOSTS = frozenset({"github.com", "bitbucket.org"})


@dataclass(frozen=True)
class CodeAddress:
    """``path`` in ``repository``, without slashes at its ends; empty for all of it."""

    repository: RemoteAddress
    path: str
    is_file: bool = False


def parse_code_url(url: str, branch: str = "") -> CodeAddress | None:
    """What the web address of a folder, a file or a repository names; ``None`` if that cannot be told.

    A branch with slashes cannot be told from folders unless it is ``branch``.
    """
    if len(url) > LONGEST_URL or "://" not in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    names = [unquote(name) for name in parts.path.split("/") if name]
    if host == _RAW_GITHUB and len(names) > _PATH_AT:
        host, names = _GITHUB, [*names[:_PATH_AT], "raw", *_without_prefix(names[_PATH_AT:])]
    cut = _cut_bitbucket_server(names) or _cut_azure(names, parts.query) or _cut_by_word(names, branch)
    if cut is None:
        return _whole_repository(url)
    repository = make_address(host, "/".join(cut[0]), port)
    path = normalize_path("/".join(cut[1]))
    if repository is None or path is None:
        return None
    return CodeAddress(repository, path, cut[2])


def normalize_path(path: str) -> str | None:
    """The path without ``.`` and ``..`` and slashes at its ends; ``None`` if it leads out or is no path."""
    if not path.isprintable():
        return None
    kept: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not kept:
                return None
            kept.pop()
        elif name not in ("", "."):
            kept.append(name)
    return "/".join(kept)


# The parts of the repository, those of the path in it, and whether that path names a file.
_Cut = tuple[list[str], list[str], bool]


def _cut_by_word(names: list[str], branch: str) -> _Cut | None:
    """GitHub, GitLab, Bitbucket Cloud, Gitea: a word that says that a reference and a path follow."""
    if "-" in names[_PATH_AT:]:
        at = names.index("-", _PATH_AT)
        word_at = at + 1
    else:
        words = (at for at, name in enumerate(names) if at >= _PATH_AT and name in _FOLDER_WORDS | _FILE_WORDS)
        at = word_at = next(words, len(names))
    if word_at >= len(names):
        return None
    word, rest = names[word_at], names[word_at + 1 :]
    if word == "src" and rest and rest[0] in _GITEA_KINDS:
        rest = rest[1:]
    return names[:at], _skip_reference(rest, branch), word in _FILE_WORDS


def _skip_reference(names: list[str], branch: str) -> list[str]:
    branch_names = branch.split("/") if branch else []
    if branch_names and names[: len(branch_names)] == branch_names:
        return names[len(branch_names) :]
    return names[1:]


def _without_prefix(names: list[str]) -> list[str]:
    """A reference and what follows it, without the ``refs/heads`` or ``refs/tags`` that may stand in front."""
    match names:
        case ["refs", "heads" | "tags", *rest]:
            return rest
        case _:
            return names


def _cut_bitbucket_server(names: list[str]) -> _Cut | None:
    match names:
        case ["projects", key, "repos", slug, *rest]:
            return [key, slug], rest[1:], False
        case _:
            return None


def _cut_azure(names: list[str], query: str) -> _Cut | None:
    if "_git" not in names[:-1]:
        return None
    end = names.index("_git") + 2
    try:
        paths = parse_qs(query, max_num_fields=_QUERY_FIELDS).get("path", [""])
    except ValueError:
        return None
    return names[:end], paths[0].split("/"), False


def _whole_repository(url: str) -> CodeAddress | None:
    repository = parse_remote(url.partition("?")[0].partition("#")[0])
    if repository is None:
        return None
    parts = repository.path.count("/") + 1
    if parts < _PATH_AT or (parts > _PATH_AT and repository.host in _TWO_PART_HOSTS):
        return None
    return CodeAddress(repository, "")

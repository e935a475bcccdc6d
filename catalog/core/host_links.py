"""Links to a repository, a commit or a line at the host that has it.

Hosts whose addresses are built here are the known public ones and those an administrator names; for any other there is
no link, since a wrong link is worse than none.
"""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote

from catalog.core.remotes import RemoteAddress

NO_HOSTS: Mapping[str, "HostKind"] = {}


class HostKind(StrEnum):
    """Whose form of addresses a host has."""

    GITHUB = "github"
    GITLAB = "gitlab"
    BITBUCKET = "bitbucket"
    GITEA = "gitea"
    BITBUCKET_SERVER = "bitbucket-server"


PUBLIC_HOSTS: Mapping[str, HostKind] = {
    "github.com": HostKind.GITHUB,
    "gitlab.com": HostKind.GITLAB,
    "bitbucket.org": HostKind.BITBUCKET,
    "codeberg.org": HostKind.GITEA,
    "gitea.com": HostKind.GITEA,
}
# What follows the repository's address.
_FILES = {
    HostKind.GITHUB: "blob/{commit}/{path}",
    HostKind.GITLAB: "-/blob/{commit}/{path}",
    HostKind.BITBUCKET: "src/{commit}/{path}",
    HostKind.GITEA: "src/commit/{commit}/{path}",
}
_FOLDERS = _FILES | {HostKind.GITHUB: "tree/{commit}/{path}", HostKind.GITLAB: "-/tree/{commit}/{path}"}
_COMMITS = {
    HostKind.GITHUB: "commit/{commit}",
    HostKind.GITLAB: "-/commit/{commit}",
    HostKind.BITBUCKET: "commits/{commit}",
    HostKind.GITEA: "commit/{commit}",
}
_LINES = {HostKind.BITBUCKET: "#lines-{line}"}
_DEFAULT_LINE = "#L{line}"
# Rendered pages have no lines; these hosts show the text as written when asked to.
_PLAIN_HOSTS = frozenset({HostKind.GITHUB, HostKind.GITLAB})
_RENDERED = (".md", ".markdown", ".adoc", ".rst")


def get_host_kind(remote: RemoteAddress, hosts: Mapping[str, HostKind] = NO_HOSTS) -> HostKind | None:
    """Whose form of addresses the host has; ``hosts`` are those an administrator named. ``None``: unknown."""
    return hosts.get(remote.host) or PUBLIC_HOSTS.get(remote.host)


def _get_linkable(remote: RemoteAddress, hosts: Mapping[str, HostKind]) -> HostKind | None:
    """The kind, where it is one whose pages' addresses can be made from the address of a clone."""
    kind = get_host_kind(remote, hosts)
    return kind if kind in _FILES else None


def link_to_repository(remote: RemoteAddress, hosts: Mapping[str, HostKind] = NO_HOSTS) -> str | None:
    """The repository's page; ``None`` where the host is unknown."""
    return _base(remote) if _get_linkable(remote, hosts) else None


def link_to_commit(remote: RemoteAddress, commit: str, hosts: Mapping[str, HostKind] = NO_HOSTS) -> str | None:
    """The commit's page; ``None`` where the host is unknown."""
    kind = _get_linkable(remote, hosts)
    return f"{_base(remote)}/{_COMMITS[kind].format(commit=quote(commit, safe=''))}" if kind else None


def link_to_file(
    remote: RemoteAddress,
    commit: str,
    path: str,
    line: int | None = None,
    hosts: Mapping[str, HostKind] = NO_HOSTS,
) -> str | None:
    """The file at that commit, at ``line`` (from 1) if given; ``None`` where the host is unknown."""
    kind = _get_linkable(remote, hosts)
    if kind is None:
        return None
    file = _FILES[kind].format(commit=quote(commit, safe=""), path=_quote_path(path))
    return f"{_base(remote)}/{file}{_anchor(kind, path, line) if line else ''}"


def link_to_folder(
    remote: RemoteAddress, commit: str, path: str, hosts: Mapping[str, HostKind] = NO_HOSTS
) -> str | None:
    """The folder at that commit (an empty path: the root); ``None`` where the host is unknown."""
    kind = _get_linkable(remote, hosts)
    if kind is None:
        return None
    folder = _FOLDERS[kind].format(commit=quote(commit, safe=""), path=_quote_path(path))
    return f"{_base(remote)}/{folder}".rstrip("/")


def _anchor(kind: HostKind, path: str, line: int) -> str:
    plain = "?plain=1" if kind in _PLAIN_HOSTS and path.lower().endswith(_RENDERED) else ""
    return plain + _LINES.get(kind, _DEFAULT_LINE).format(line=line)


def _base(remote: RemoteAddress) -> str:
    port = f":{remote.port}" if remote.port else ""
    return f"https://{remote.host}{port}/{_quote_path(remote.path)}"


def _quote_path(path: str) -> str:
    return quote(path, safe="/", errors="replace")

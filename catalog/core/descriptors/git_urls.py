"""Which repository and path a web address of a file points at: GitHub, GitLab, Bitbucket, Gitea and Azure DevOps."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from catalog.core.remotes import make_address, parse_remote

_WITH_REF = re.compile(
    r"/(?P<repository>[^/]+(?:/[^/]+)+?)/(?:-/)?(?:blob|tree|raw|edit|blame|src(?:/branch|/commit|/tag)?)/[^/]+/(?P<path>.+)"
)
_AZURE_HOST = "dev.azure.com"


class GitFile(NamedTuple):
    """A file in a repository on a host; ``repository`` is the path of the repository there."""

    host: str
    repository: str
    path: str


def parse_git_url(url: str) -> GitFile | None:
    """The file a web address shows, None where the address has no such form."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if not host:
        return None
    if host == _AZURE_HOST:
        path = parse_qs(parts.query).get("path", [""])[0].lstrip("/")
        return GitFile(host, parts.path.strip("/"), path) if path else None
    found = _WITH_REF.fullmatch(parts.path)
    return GitFile(host, found["repository"], unquote(found["path"])) if found else None


def is_same_repository(file: GitFile, repository_url: str) -> bool:
    """Whether the file lies in the repository with this address, in whichever form that is written."""
    address = parse_remote(repository_url)
    return address is not None and address == make_address(file.host, file.repository)

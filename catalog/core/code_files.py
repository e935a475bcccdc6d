"""Where the text of a file is, given its page at a code host: the address a program asks. Pure.

Forms read are those of the hosts' web pages; forms made are those of their documented APIs (GitHub REST "contents",
GitLab "repository files", Gitea "raw", Bitbucket Cloud "src", Bitbucket Data Center "raw"), because only an API takes a
token. A public page without a token is read from the host's raw pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from catalog.core.host_links import NO_HOSTS, HostKind, get_host_kind
from catalog.core.remotes import RemoteAddress

#: Whether there is a token for a host, given as `host` or `host:port`
HasToken = Callable[[str], bool]

_RAW_GITHUB = "raw.githubusercontent.com"
_GITHUB_TEXT = "application/vnd.github.v3.raw"
_API_OF_BITBUCKET = "api.bitbucket.org"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PAGES = {
    HostKind.GITHUB: re.compile(r"/(?P<project>[^/]+/[^/]+)/(?:blob|tree|edit|raw|blame)/(?P<ref>[^/]+)/(?P<path>.+)"),
    HostKind.GITLAB: re.compile(
        r"/(?P<project>[^/]+(?:/[^/]+)+?)/(?:-/)?(?:blob|tree|edit|raw|blame)/(?P<ref>[^/]+)/(?P<path>.+)"
    ),
    HostKind.BITBUCKET: re.compile(r"/(?P<project>[^/]+/[^/]+)/(?:src|raw)/(?P<ref>[^/]+)/(?P<path>.+)"),
    HostKind.GITEA: re.compile(
        r"/(?P<project>[^/]+/[^/]+)/(?:src|raw)/(?P<sort>branch|commit|tag)/(?P<ref>[^/]+)/(?P<path>.+)"
    ),
    HostKind.BITBUCKET_SERVER: re.compile(
        r"/(?P<project>(?:projects|users)/[^/]+/repos/[^/]+)/(?:browse|raw)/(?P<path>.+)"
    ),
}


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A URL that answers with the text of a file, asked for with this Accept header."""

    url: str
    accept: str = "*/*"


def parse_code_hosts(words: Iterable[str]) -> dict[str, HostKind]:
    """An organisation's own code hosts, from words of the form `gitlab.example.org=gitlab`. Raises ValueError."""
    kinds = {kind.value: kind for kind in HostKind}
    found = {}
    for word in words:
        host, _, kind = word.lower().partition("=")
        if not _HOST.fullmatch(host) or kind not in kinds:
            raise ValueError(
                f"host=kind with commas between, no scheme and no port, the kind one of {', '.join(kinds)}"
            )
        found[host] = kinds[kind]
    return found


def find_file_address(
    url: str, hosts: Mapping[str, HostKind] = NO_HOSTS, has_token: HasToken = lambda _: False
) -> FileAddress:
    """Where the text of a file is whose page is `url`; a URL that is no such page stays as it is.

    `hosts` are an organisation's own. A branch with a slash in its name cannot be told from a folder.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    kind = get_host_kind(RemoteAddress(host, ""), hosts)
    page = _PAGES[kind].fullmatch(parts.path) if kind else None
    return _WRITERS[kind](_Page(parts, page, host in hosts, has_token)) if kind and page else FileAddress(url)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken apart; `is_own`: at a host of the organisation."""

    parts: SplitResult
    found: re.Match[str]
    is_own: bool
    has_token: HasToken

    def __getitem__(self, name: str) -> str:
        """A part of the page's path, encoded as it was."""
        return self.found[name]

    def at(self, path: str, query: str = "", netloc: str = "") -> FileAddress:
        """Another path at the page's host, or at `netloc`."""
        where = netloc or self.parts.netloc
        return FileAddress(self.parts._replace(netloc=where, path=path, query=query, fragment="").geturl())


def _at_github(page: _Page) -> FileAddress:
    if not page.is_own:
        return page.at(f"/{page['project']}/{page['ref']}/{page['path']}", netloc=_RAW_GITHUB)
    contents = page.at(f"/api/v3/repos/{page['project']}/contents/{page['path']}", f"ref={_encode(page['ref'])}")
    return FileAddress(contents.url, _GITHUB_TEXT)


def _at_gitlab(page: _Page) -> FileAddress:
    if not page.has_token(page.parts.netloc):
        return page.at(f"/{page['project']}/-/raw/{page['ref']}/{page['path']}")
    project, path = _encode(page["project"]), _encode(page["path"])
    return page.at(f"/api/v4/projects/{project}/repository/files/{path}/raw", f"ref={_encode(page['ref'])}")


def _at_gitea(page: _Page) -> FileAddress:
    if not page.has_token(page.parts.netloc):
        return page.at(f"/{page['project']}/raw/{page['sort']}/{page['ref']}/{page['path']}")
    return page.at(f"/api/v1/repos/{page['project']}/raw/{page['path']}", f"ref={_encode(page['ref'])}")


def _at_bitbucket(page: _Page) -> FileAddress:
    if not page.has_token(_API_OF_BITBUCKET):
        return page.at(f"/{page['project']}/raw/{page['ref']}/{page['path']}")
    return page.at(f"/2.0/repositories/{page['project']}/src/{page['ref']}/{page['path']}", netloc=_API_OF_BITBUCKET)


def _at_bitbucket_server(page: _Page) -> FileAddress:
    """Its pages name the branch in their query, as in `?at=refs/heads/main`."""
    query = "&".join(each for each in page.parts.query.split("&") if each.startswith("at="))
    return page.at(f"/rest/api/1.0/{page['project']}/raw/{page['path']}", query)


_WRITERS: Mapping[HostKind, Callable[[_Page], FileAddress]] = {
    HostKind.GITHUB: _at_github,
    HostKind.GITLAB: _at_gitlab,
    HostKind.GITEA: _at_gitea,
    HostKind.BITBUCKET: _at_bitbucket,
    HostKind.BITBUCKET_SERVER: _at_bitbucket_server,
}


def _encode(part: str) -> str:
    """One part of an address, slashes included, which may be encoded already."""
    return quote(unquote(part), safe="")

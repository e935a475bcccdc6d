"""Where an entity was declared, as the annotations that Backstage's catalog adds to every entity.

Source: the well-known annotations of Backstage and its AnnotateLocationEntityProcessor, observed. Addresses are built
for hosts whose form is known and for no others; a clone without a known host has the form `file:<repository>/<path>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from catalog.core.host_links import HostKind, get_host_kind, link_to_file
from catalog.core.remotes import RemoteAddress, parse_remote

LOCATION = "backstage.io/managed-by-location"
ORIGIN_LOCATION = "backstage.io/managed-by-origin-location"
VIEW_URL = "backstage.io/view-url"
EDIT_URL = "backstage.io/edit-url"
SOURCE_LOCATION = "backstage.io/source-location"

_COMMIT = re.compile(r"\b[0-9a-f]{40,}\b")
# What stands between repository and path: in the address of a file, of the same file for editing, of its folder.
_WORDS = {
    HostKind.GITHUB: ("/blob/", "/edit/", "/tree/"),
    HostKind.GITLAB: ("/-/blob/", "/-/edit/", "/-/tree/"),
    HostKind.BITBUCKET: ("/src/", "/src/", "/src/"),
    HostKind.GITEA: ("/src/branch/", "/_edit/branch/", "/src/branch/"),
}
_EDIT_QUERY = {HostKind.BITBUCKET: "?mode=edit"}


@dataclass(frozen=True)
class Place:
    """A document: at `path` of a repository, or, where `registered_url` is set, at the URL `path`.

    `revision` is the branch that is followed, else the commit.
    """

    path: str
    repository: str = ""
    remote_url: str = ""
    revision: str = ""
    registered_url: str = ""

    @cached_property
    def url(self) -> str:
        """The file's address at its host, empty where that is not known."""
        if self.registered_url:
            return self.path
        remote = _parse_remote(self.remote_url)
        if remote is None or not self.revision:
            return ""
        url = link_to_file(remote, self.revision, self.path) or ""
        is_branch = not _COMMIT.search(self.revision)
        return url.replace("/src/commit/", "/src/branch/", 1) if is_branch else url

    @cached_property
    def location_ref(self) -> str:
        """`url:...` where the file has an address, else what tells it from others."""
        if self.url:
            return f"url:{self.url}"
        remote = _parse_remote(self.remote_url)
        if remote is None:
            return f"file:{self.repository}/{self.path}"
        return f"git:https://{remote}#{self.revision}:{self.path}"

    @property
    def origin_ref(self) -> str:
        """The location that was registered; in a repository each file stands for itself."""
        return f"url:{self.registered_url}" if self.registered_url else self.location_ref


def list_annotations(place: Place) -> tuple[dict[str, str], dict[str, str]]:
    """Annotations an entity has whatever its descriptor says, and those it has unless its descriptor says otherwise."""
    url = place.url
    defaults = {VIEW_URL: url} if url else {}
    kind = _host_kind(url)
    if kind is not None:
        word, edit_word, folder_word = _WORDS[kind]
        if word in url:
            if not _COMMIT.search(url):
                defaults[EDIT_URL] = url.replace(word, edit_word, 1) + _EDIT_QUERY.get(kind, "")
            defaults[SOURCE_LOCATION] = f"url:{url.replace(word, folder_word, 1).rpartition('/')[0]}/"
    return {LOCATION: place.location_ref, ORIGIN_LOCATION: place.origin_ref}, defaults


_parse_remote = lru_cache(maxsize=512)(parse_remote)


def _host_kind(url: str) -> HostKind | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return get_host_kind(RemoteAddress(host, ""))

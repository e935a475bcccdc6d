"""Addresses of repositories at a host, whichever way they are written.

``https://github.com/org/repo.git``, ``git@github.com:org/repo`` and ``ssh://git@ssh.github.com:443/org/repo`` are one
repository. Users and passwords are dropped.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

LONGEST_URL = 2000

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_SCP_FORM = re.compile(r"(?:[^@/\s:]+@)?(?P<host>[^@/\s:]+):(?P<path>[^\s]+)")
_WEB_SCHEMES = frozenset({"https", "http"})
_SCHEMES = _WEB_SCHEMES | {"ssh", "git", "git+ssh"}
# Hosts that serve SSH on the port of HTTPS do so under another name.
_OTHER_NAMES = {
    "ssh.github.com": "github.com",
    "www.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}


@dataclass(frozen=True)
class RemoteAddress:
    """A repository at a host: ``path`` is ``org/repo``, with more parts for nested groups.

    Hosts compare paths without case, and so does ``==``. ``port`` is that of a web address if it is an unusual one.
    """

    host: str
    path: str = field(compare=False)
    port: int | None = field(default=None, compare=False)
    key: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Makes the form in which paths are compared."""
        object.__setattr__(self, "key", self.path.lower())

    def __str__(self) -> str:
        """Host and path."""
        return f"{self.host}/{self.path}"


def parse_remote(url: str) -> RemoteAddress | None:
    """The repository that a clone URL names; ``None`` for a local path and whatever is no address."""
    url = url.strip()
    if len(url) > LONGEST_URL:
        return None
    if "://" not in url:
        found = _SCP_FORM.fullmatch(url)
        return make_address(found["host"], found["path"]) if found else None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES:
        return None
    return make_address(host, unquote(parts.path), port if parts.scheme in _WEB_SCHEMES else None)


def make_address(host: str, path: str, port: int | None = None) -> RemoteAddress | None:
    """The address of ``path`` at ``host``, cleaned; ``None`` if either cannot be one."""
    host = _OTHER_NAMES.get(host.lower(), host.lower())
    path = path.strip("/").removesuffix(".git").strip("/")
    if path.lower().startswith("scm/"):  # Bitbucket Data Center, over HTTPS only
        path = path[len("scm/") :]
    parts = path.split("/")
    is_clean = path.isprintable() and not any(part in ("", ".", "..") for part in parts)
    if not _HOST.fullmatch(host) or not is_clean:
        return None
    return RemoteAddress(host, path, port)

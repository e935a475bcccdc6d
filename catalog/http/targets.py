"""What a URL asks to call, checked against the hosts an administrator named."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from catalog.http.errors import NotAllowedError
from catalog.http.settings import Host, OutboundSettings

LONGEST_URL = 2000
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart. `path` holds path and query; `is_named` says that host and port were named together."""

    scheme: str
    host: str
    port: int
    path: str
    is_named: bool

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def check_target(url: str, settings: OutboundSettings) -> Target:
    """The URL's target, if it may be called. Raises NotAllowedError saying what to name where it may not."""
    try:
        _check_text(url)
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise NotAllowedError(f"This is no URL that can be called: {error}.") from None
    if parts.scheme not in _PORTS or not host:
        raise NotAllowedError("Only http:// and https:// URLs can be called.")
    if "@" in parts.netloc:
        raise NotAllowedError("A URL with a user or a password is not called; give a token per host in the settings.")
    host = f"[{host}]" if ":" in host else host
    port = port or _PORTS[parts.scheme]
    is_named = Host(host, port) in settings.hosts
    is_usual = parts.scheme == "https" and port == _PORTS["https"] and Host(host) in settings.hosts
    if not (is_named or is_usual):
        shown = host if parts.scheme == "https" and port == _PORTS["https"] else f"{host}:{port}"
        raise NotAllowedError(f"{shown} may not be called. An administrator can name it in BAILIWICK_OUTBOUND_HOSTS.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, is_named)


def find_token(target: Target, settings: OutboundSettings) -> str:
    """The token for this host, empty if there is none.

    One for `host` alone goes out over HTTPS on 443 only, and none in clear text to the port of HTTPS: whoever writes a
    Location could ask for that.
    """
    if target.scheme == "http" and target.port == _PORTS["https"]:
        return ""
    tokens = dict(settings.tokens)
    named = tokens.get(Host(target.host, target.port), "")
    is_usual = target.scheme == "https" and target.port == _PORTS["https"]
    return named or (tokens.get(Host(target.host), "") if is_usual else "")


def _check_text(url: str) -> None:
    if len(url) > LONGEST_URL:
        raise ValueError("it is too long")
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("it holds characters that have to be encoded")

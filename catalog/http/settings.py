"""Which hosts may be called, with which token, and how much time and room an answer gets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MIB = 1024 * 1024
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True, order=True)
class Host:
    """A host as an administrator named it; without a port it may be called over HTTPS on its usual port only."""

    name: str
    port: int | None = None

    def __str__(self) -> str:
        """`host` or `host:port`."""
        return self.name if self.port is None else f"{self.name}:{self.port}"


@dataclass(frozen=True, slots=True)
class OutboundSettings:
    """What may be called: nothing by default.

    `tokens` are sent as bearer tokens to their own host alone. `seconds` bounds a whole call from looking up the name
    to the last byte, `most_bytes` the body of an answer. `ca_file`: certificate authorities besides the system's.
    """

    hosts: frozenset[Host] = frozenset()
    tokens: tuple[tuple[Host, str], ...] = field(default=(), repr=False)
    seconds: float = 20.0
    most_bytes: int = 4 * MIB
    ca_file: str = ""

    def has_token(self, authority: str) -> bool:
        """Whether there is a token for `host` or `host:port`."""
        try:
            return parse_host(authority) in dict(self.tokens)
        except ValueError:
            return False


def parse_host(text: str) -> Host:
    """A host from `host` or `host:port`. Raises ValueError saying what is allowed."""
    found = re.fullmatch(r"(?P<name>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]{1,5}))?", text.strip().lower())
    if found is None or not _HOST.fullmatch(found["name"]):
        raise ValueError("host or host:port, commas between them, no scheme and no path")
    port = int(found["port"]) if found["port"] else None
    if port is not None and not 0 < port <= _LARGEST_PORT:
        raise ValueError(f"a port from 1 to {_LARGEST_PORT}")
    return Host(found["name"], port)


def parse_hosts(words: Iterable[str]) -> frozenset[Host]:
    """The hosts that may be called. Raises ValueError."""
    return frozenset(parse_host(word) for word in words)


def parse_tokens(words: Iterable[str]) -> tuple[tuple[Host, str], ...]:
    """Pairs from `host=token`. Raises ValueError, which never repeats the text."""
    return tuple(_parse_token(word) for word in words)


def _parse_token(word: str) -> tuple[Host, str]:
    host, _, token = word.partition("=")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("host=token, commas between them; tokens of printable ASCII without blanks")
    return parse_host(host), token

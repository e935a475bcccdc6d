"""Files at other hosts that placeholders include, for the hosts an administrator named for that."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from catalog.actions.file_calls import call_for_file, locate_file
from catalog.http.errors import NotAllowedError, OutboundError
from catalog.http.settings import OutboundSettings
from catalog.http.targets import check_target
from catalog.sources.url_memory import UrlMemory

MOST_FILES = 50
MOST_SECONDS = 60.0
TOO_MANY = f"more than {MOST_FILES} files, or more than {MOST_SECONDS:g} seconds, of other hosts for one repository"


def get_outbound() -> OutboundSettings:
    """The outbound settings with the hosts for placeholders in place of all hosts that may be called."""
    outbound: OutboundSettings = settings.OUTBOUND
    return replace(outbound, hosts=settings.PLACEHOLDER_HOSTS)


def may_include(url: str) -> bool:
    """Whether a placeholder may include what is at the URL."""
    try:
        check_target(locate_file(url).url, get_outbound())
    except NotAllowedError:
        return False
    return True


@dataclass(slots=True)
class PlaceholderFiles:
    """What one look at a repository reads at other hosts. `before` is what the last look left in `after`.

    `digest` changes when anything that was read, or why it was not, changes; empty where nothing was asked for.
    """

    now: datetime
    before: Mapping[str, Mapping[str, Any]]
    _memory: UrlMemory = field(init=False)
    _hash: Any = field(init=False, default=None)
    _left: int = MOST_FILES
    _ends_at: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def __post_init__(self) -> None:
        self._memory = UrlMemory(lambda request: call_for_file(request, get_outbound()), self.now, self.before)

    @property
    def after(self) -> dict[str, dict[str, str]]:
        """What to remember for the next look."""
        return self._memory.after

    @property
    def digest(self) -> str:
        """Of all that was read."""
        return f"+{self._hash.hexdigest()}" if self._hash else ""

    def is_unchanged(self) -> bool:
        """Whether everything the last look read still is what it was."""
        return not self.before or self._memory.is_unchanged()

    def read(self, url: str) -> bytes | None:
        """What is at the URL, None where its host is not named for placeholders. Raises OSError saying why not."""
        if not may_include(url):
            return None
        try:
            content = self._read(url)
        except OSError as error:
            self._note(url, str(error).encode())
            raise
        self._note(url, content)
        return content

    def _read(self, url: str) -> bytes:
        self._left -= 1
        if self._left < 0 or time.monotonic() > self._ends_at:
            raise OutboundError(TOO_MANY)
        return self._memory.read(url)

    def _note(self, url: str, content: bytes) -> None:
        self._hash = self._hash or hashlib.blake2b(digest_size=8)
        for part in (url.encode(), content):
            self._hash.update(hashlib.blake2b(part, digest_size=16).digest())

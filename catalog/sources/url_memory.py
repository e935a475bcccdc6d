"""What is remembered of the URLs of one origin from look to look: ETags, so that an unchanged URL costs no work, and
since when a URL is gone, so that one 404 removes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from catalog.core.registered import GONE_SINCE
from catalog.http.client import Answer, Request
from catalog.http.errors import GoneError, OutboundError

GONE_AFTER = timedelta(hours=1)
ETAG = "etag"

Call = Callable[[Request], Answer]


class GoneForGoodError(GoneError):
    """The URL was gone at two looks, an hour or more apart: what it said is removed."""


@dataclass(slots=True)
class UrlMemory:
    """Calls URLs for one look. `before` is what the last look left in `after`, which may be stored as JSON.

    Both: URL -> its ETag, or since when it is gone.
    """

    call: Call
    now: datetime
    before: Mapping[str, Mapping[str, Any]]
    after: dict[str, dict[str, str]] = field(default_factory=dict)

    def is_unchanged(self) -> bool:
        """Whether every URL of the last look still is what its ETag says. Calls no URL if one of them had none."""
        if not self.before or not all(known.get(ETAG) for known in self.before.values()):
            return False
        try:
            return all(
                self.call(Request(url, etag=str(known[ETAG]))).is_unchanged for url, known in self.before.items()
            )
        except OutboundError:
            return False

    def read(self, url: str) -> bytes:
        """What is at the URL. Raises OutboundError: GoneError at the first 404, GoneForGoodError an hour after it."""
        try:
            answer = self.call(Request(url))
        except GoneError as error:
            since = self._gone_since(url)
            self.after[url] = {GONE_SINCE: since.isoformat()}
            if self.now - since >= GONE_AFTER:
                raise GoneForGoodError(str(error)) from None
            raise
        except OutboundError:  # it could not be looked at, which says nothing of whether it is gone
            known = self.before.get(url, {})
            self.after[url] = {GONE_SINCE: known[GONE_SINCE]} if GONE_SINCE in known else {}
            raise
        self.after[url] = {ETAG: answer.etag}
        return answer.content

    def _gone_since(self, url: str) -> datetime:
        stored = self.before.get(url, {}).get(GONE_SINCE)
        return datetime.fromisoformat(stored) if stored else self.now

"""Reading a live catalog over Backstage's catalog API, page by page: a Backstage's, or a Bailiwick's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import quote, urlsplit

import orjson

from catalog.http.client import Request, fetch
from catalog.http.errors import OutboundError
from catalog.http.settings import MIB, Host, OutboundSettings

MOST_ENTITIES = 200_000
PAGE = 500
_PATH = "/api/catalog"
_MOST_BYTES = 64 * MIB  # of one page: API definitions are long
_SECONDS = 60.0
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class LiveCatalog:
    """A catalog that answers at `base`, which ends with `/api/catalog`; `token` may be empty."""

    base: str
    settings: OutboundSettings
    token: str = field(default="", repr=False)

    def list_entities(self) -> list[dict[str, Any]]:
        """All entities as served. Raises OutboundError, also for answers of another form."""
        found: list[dict[str, Any]] = []
        for page in self._pages():
            found += page
            if len(found) > MOST_ENTITIES:
                raise OutboundError(f"{self.base} has more than {MOST_ENTITIES} entities.")
        return found

    def list_locations(self) -> list[tuple[str, str]]:
        """Type and target of what was registered. Raises OutboundError."""
        rows = self._get("/locations")
        data = (
            [row.get("data") if isinstance(row, dict) else None for row in rows] if isinstance(rows, list) else [None]
        )
        if not all(isinstance(row, dict) for row in data):
            raise self._wrong_form()
        located = cast("list[dict[str, Any]]", data)
        return [(str(row.get("type", "")), str(row.get("target", ""))) for row in located]

    def _pages(self) -> Iterator[list[dict[str, Any]]]:
        cursor, seen = "", {""}
        while True:
            answer = self._get(
                f"/entities/by-query?limit={PAGE}" + (f"&cursor={quote(cursor, safe='')}" if cursor else "")
            )
            items = answer.get("items") if isinstance(answer, dict) else None
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise self._wrong_form()
            yield items
            after = answer.get("pageInfo") or {}
            cursor = after.get("nextCursor") or "" if isinstance(after, dict) else ""
            if not cursor:
                return
            if not isinstance(cursor, str) or cursor in seen:
                raise OutboundError(f"{self.base} gives the same page again and again.")
            seen.add(cursor)

    def _get(self, path: str) -> Any:
        answer = fetch(Request(self.base + path, token=self.token, accept="application/json"), self.settings)
        try:
            return orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            raise self._wrong_form() from None

    def _wrong_form(self) -> OutboundError:
        return OutboundError(f"{self.base} does not answer as a catalog API does.")


def open_catalog(url: str, token: str, settings: OutboundSettings) -> LiveCatalog:
    """The catalog at a URL that a person typed, with or without `/api/catalog`. Nothing is called yet.

    Who names a URL on the command line names its host and port. Raises OutboundError for what is no URL.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        host, port = "", None
    if not host or port is None:
        raise OutboundError("Give the URL of a Backstage or Bailiwick, such as https://backstage.example.org.")
    path = parts.path.rstrip("/")
    base = f"{parts.scheme}://{parts.netloc}{path if path.endswith(_PATH) else path + _PATH}"
    named = Host(f"[{host}]" if ":" in host else host, port)
    more = replace(
        settings, hosts=settings.hosts | {named}, most_bytes=_MOST_BYTES, seconds=max(settings.seconds, _SECONDS)
    )
    return LiveCatalog(base, more, token)

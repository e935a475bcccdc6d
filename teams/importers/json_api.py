"""Reading a vendor's JSON API within bounds: so many calls, so much time; a server that is busy is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson

from catalog.http.client import Request, fetch
from catalog.http.errors import BusyError, OutboundError
from catalog.http.settings import OutboundSettings

MOST_CALLS = 3_000
MOST_SECONDS = 150.0
MOST_ROWS = 20_000
LONGEST_PAUSE = 60

Params = Mapping[str, str]
#: Of an answer and the number of rows so far: the parameters of the next page, None after the last.
Next = Callable[[Any, int], Params | None]


@dataclass(slots=True)
class JsonApi:
    """An API that answers at `base`; `name` is what people call it, `credential` how it wants its token."""

    name: str
    base: str
    settings: OutboundSettings
    credential: str
    pause: Callable[[float], None]
    headers: tuple[tuple[str, str], ...] = ()
    accept: str = "application/json"
    left: int = MOST_CALLS
    ends_at: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def get(self, path: str, params: Params | None = None) -> Any:
        """One answer, decoded. Raises OutboundError."""
        query = f"?{urlencode(params)}" if params else ""
        request = Request(
            f"{self.base.rstrip('/')}{path}{query}",
            accept=self.accept,
            credential=self.credential,
            headers=self.headers,
        )
        while True:
            self.left -= 1
            if self.left < 0 or time.monotonic() > self.ends_at:
                raise OutboundError(
                    f"{self.name} was not read in full within {MOST_CALLS} calls and {MOST_SECONDS:g} s."
                )
            try:
                answer = fetch(request, self.settings)
            except BusyError as error:
                if error.after_seconds > min(LONGEST_PAUSE, self.ends_at - time.monotonic()):
                    raise
                self.pause(error.after_seconds)
                continue
            return self._decode(answer.content)

    def list_rows(self, path: str, key: str, params: Params, after: Next) -> list[dict[str, Any]]:
        """The rows of all pages, which stand under `key`. Raises OutboundError, also for what has no end."""
        rows: list[dict[str, Any]] = []
        for page in self._pages(path, params, after, rows):
            found = page.get(key) if isinstance(page, dict) else None
            if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
                raise OutboundError(f"{self.name} does not answer {path} as documented.")
            rows += found
            if len(rows) > MOST_ROWS:
                raise OutboundError(f"{self.name} lists more than {MOST_ROWS} at {path}.")
        return rows

    def _pages(self, path: str, params: Params, after: Next, rows: list[dict[str, Any]]) -> Iterator[Any]:
        wanted: Params | None = params
        while wanted is not None:
            page = self.get(path, wanted)
            before = len(rows)
            yield page
            following = after(page, len(rows))
            if following is not None and len(rows) == before:
                raise OutboundError(f"{self.name} gives pages with nothing on them at {path}.")
            wanted = None if following is None else {**params, **following}

    def _decode(self, content: bytes) -> Any:
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            raise OutboundError(f"{self.name} answered with something that is no JSON.") from None

"""Messages as files in a folder, each there whole or not at all.

Kombu's filesystem transport opens a file and then writes it. Whoever reads in between, or after a process was killed
there, finds half a message, and its worker ends; half a table of bindings would end every worker after it as well.
Here files appear by renaming, and what is not whole all the same is dropped: messages are hints, rows say what is due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"

logger = logging.getLogger(__name__)

Binding = filesystem.exchange_queue_t


class Channel(filesystem.Channel):
    """The filesystem channel with files that are whole. The stubs of its two bases contradict each other."""

    def _put(self, queue: str, message: Any, **_kwargs: Any) -> None:  # type: ignore[override]  # see above
        """Put a message where workers look. Raises OSError where the folder cannot be written."""
        _write_whole(Path(self.data_folder_out), f"{time_ns():020d}_{uuid4()}.{queue}.msg", dumps(message))

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002  # a folder never waits
        """Take the oldest message. Raises queue.Empty."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                logger.warning("A message for the queue %s was not whole and is dropped: rows say what is due.", queue)

    def get_table(self, exchange: str) -> list[Binding]:  # type: ignore[override]  # see above
        """What is bound to an exchange; nothing where the file is not whole, and the next binding writes it anew."""
        try:
            return list(super().get_table(exchange))
        except ValueError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        bound = Binding(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: table if bound in table else [bound, *table])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: Any, **_kwargs: Any) -> None:
        self._purge(queue)  # what a virtual channel does; the one above it writes its table in place
        bound = Binding(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [each for each in table if each != bound])

    def _change_table(self, exchange: str, change: Callable[[list[Binding]], list[Binding]]) -> None:
        """Write the table of an exchange anew; one process at a time, so that no binding is lost."""
        folder = Path(self.control_folder)
        folder.mkdir(exist_ok=True)
        name = self._exchange_file(exchange).name  # type: ignore[attr-defined]  # the stubs leave it out
        with (folder / "lock").open("w") as turn:
            flock(turn, LOCK_EX)
            _write_whole(folder, name, dumps(change(self.get_table(exchange))))


class Transport(filesystem.Transport):
    """Kombu's filesystem transport with this module's channel."""

    Channel = Channel


def register_transport() -> None:
    """Make `folder://` a URL of a broker."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def _write_whole(folder: Path, name: str, text: str) -> None:
    """Write a file that nobody sees before it is whole. A name that begins with a dot is no message."""
    unfinished = folder / f".{uuid4()}"
    unfinished.write_text(text)
    unfinished.replace(folder / name)

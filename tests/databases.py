"""The test database as several threads and processes can share it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")


@contextmanager
def shared_database(folder: Path) -> Iterator[str]:
    """Let threads write at the same time, as in production; gives the database's URL for other processes.

    PostgreSQL's test database can do that. SQLite's is in memory, where two connections cannot write: for the
    duration of the block a file with the same content takes its place.
    """
    if connection.vendor != "sqlite":
        given = connection.settings_dict
        yield f"postgres://{given['USER']}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"
        return
    path = folder / "shared.sqlite3"
    with sqlite3.connect(path) as file:
        connection.connection.backup(file)
    file.close()
    settings = connections.settings["default"]
    in_memory, name = connections["default"], settings["NAME"]
    in_file: Any = in_memory.copy()
    in_file.settings_dict["NAME"] = settings["NAME"] = str(path)
    connections["default"] = in_file
    try:
        yield f"sqlite:///{path}"
    finally:
        in_file.close()
        settings["NAME"] = name
        connections["default"] = in_memory


def run_at_once(work: Callable[[], T], times: int) -> list[T]:
    """Run `work` in so many threads that begin together, each with a connection of its own; what they returned."""
    barrier = threading.Barrier(times)
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        except BaseException as error:  # noqa: BLE001  # raised again below, in the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results

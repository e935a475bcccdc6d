"""Backstage's own catalog client in a Node process, driven from Python."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json", "driver.mjs")
EXISTS = {"$": "exists"}
UNDEFINED = "undefined"


class ClientError(Exception):
    """What the client threw: its name, and the answer it was made from."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.name: str = error["name"]
        self.status: int | None = error.get("status")
        self.body: Any = error.get("body")


@dataclass
class NodeClient:
    """`client.call("getEntities", {...})` is `await catalogClient.getEntities({...})`."""

    process: subprocess.Popen[str]

    def call(self, method: str, *args: Any, token: str | None = None) -> Any:
        """What the method resolves to, `UNDEFINED` for undefined, a list of pages for a stream. Raises ClientError."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = {"method": method, "args": list(args)} | ({} if token is None else {"token": token})
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ClientError(answer["error"])
        return UNDEFINED if answer.get(UNDEFINED) else answer.get("value", answer.get("pages"))


@contextmanager
def start_client(folder: Path, url: str, token: str) -> Iterator[NodeClient]:
    """A client of the catalog at `url`."""
    process = subprocess.Popen(
        ["node", "driver.mjs"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "CATALOG_URL": url, "CATALOG_TOKEN": token},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield NodeClient(process)
    finally:
        process.kill()
        process.communicate()


def install_client(var: Path) -> Path:
    """A folder with the client and the driver; installed once for each state of the lock."""
    if missing := [name for name in ("node", "npm") if shutil.which(name) is None]:
        _give_up(f"{' and '.join(missing)} missing: Backstage's own client cannot be run")
    state = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = var / "node-client" / state
    if folder.exists():
        return folder
    making = folder.with_name(f"{state}.{os.getpid()}")
    making.mkdir(parents=True)
    for name in FILES:
        shutil.copy(HERE / name, making)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=making,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        shutil.rmtree(making)
        _give_up(f"npm could not install Backstage's own client: {done.stderr[-500:]}")
    making.rename(folder)
    return folder


def _give_up(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)

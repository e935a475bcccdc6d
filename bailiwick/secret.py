"""The secret key of an embedded installation: made once, kept beside the data, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def read_or_make_secret_key(path: Path) -> str:
    """The key stored at `path`; made with 50 random bytes where there is none yet.

    Two processes that start together agree on one key: it is written beside its place and linked there, which
    fails for the second.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

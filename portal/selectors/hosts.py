"""Hosts that a descriptor names: in its links and in its annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from portal.body import Body

#: A host name, perhaps with a port.
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\.?(?::[0-9]{1,5})?", re.IGNORECASE)


def list_hosts(body: Body) -> set[str]:
    """Every host named, in lower case and without its port."""
    return {host for text in _list_texts(body) if (host := read_host(text))}


def read_host(text: str) -> str:
    """The host of an address, or the text itself if it is one; empty for any other text."""
    text = text.strip()
    if "://" in text:
        try:
            return urlsplit(text).hostname or ""
        except ValueError:
            return ""
    is_host = "." in text and HOST.fullmatch(text) is not None
    return text.partition(":")[0].lower().rstrip(".") if is_host else ""


def _list_texts(body: Body) -> Iterator[str]:
    yield from body.annotations.values()
    yield from (link.url for link in body.links)
    yield str(body.metadata.get("name", ""))

"""The texts of an entity that full text looks in where a request names no fields."""

from __future__ import annotations

from typing import Any

SEPARATOR = "\n"


def list_texts(entity: dict[str, Any]) -> str:
    """Name, title, description and tags in lower case, one a line: a term is never found across two of them."""
    metadata = entity["metadata"]
    tags = metadata.get("tags")
    texts = [metadata.get("name"), metadata.get("title"), metadata.get("description")]
    texts += tags if isinstance(tags, list) else []
    lowered = (text.lower().replace(SEPARATOR, " ") for text in texts if isinstance(text, str))
    return SEPARATOR.join(lowered).replace("\0", "")

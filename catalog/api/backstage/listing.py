"""What the answers of several entities have in common: whole texts joined, or entities cut down to fields."""

from __future__ import annotations

import orjson

from catalog.core.filters.fields import Project


def make_array(texts: list[bytes], project: Project | None, before: bytes = b"", after: bytes = b"") -> bytes:
    """A JSON array of entities given as texts, and what stands around it; null stays null.

    Joined once: a list of everything is large, and every copy of it counts.
    """
    if project is not None:
        entities = orjson.loads(_join(texts, b"[", b"]"))
        return b"".join((before, orjson.dumps([None if one is None else project(one) for one in entities]), after))
    return _join(texts, before + b"[", b"]" + after)


def _join(texts: list[bytes], before: bytes, after: bytes) -> bytes:
    if len(texts) < 2:  # noqa: PLR2004 - nothing to put commas between, and perhaps all in one
        return b"".join((before, *texts, after))
    first, *between, last = texts
    return b",".join((before + first, *between, last + after))

"""Where a text stands in our tables: the proof that nothing of an erased person is left, and what is left and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.apps import apps

from catalog.core.erasure import is_distinctive
from portal.erasure_fields import FIELDS, Holds
from portal.selectors.text_rows import find_rows, list_fragments

_REASONS = {
    Holds.NOBODY: "a place or a word of ours: with another name it would not be found",
    Holds.DERIVED: "made again in a moment: changes are being delivered",
}
WORD = "the word stands for something else too, or may"
UNKNOWN = "run it once more: it was written meanwhile"


@dataclass(frozen=True, slots=True)
class Left:
    """A column with rows that hold a text still."""

    model: str
    field: str
    rows: int
    why: str


def list_left(texts: Sequence[str]) -> list[Left]:
    """Every column of every table that holds any of the texts as a word. A query for each table."""
    found: list[Left] = []
    if not texts:
        return found
    fragments = list_fragments(texts)
    patterns = [re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE) for text in texts]
    for label, holds in FIELDS.items():
        model = apps.get_model(label)
        if not holds:
            continue
        counts = dict.fromkeys(holds, 0)
        weak = dict.fromkeys(holds, True)
        for row in find_rows(model, holds, fragments).values(*holds).iterator(chunk_size=1000):
            for name, value in row.items():
                hits = [text for text, pattern in zip(texts, patterns, strict=True) if pattern.search(_show(value))]
                counts[name] += bool(hits)
                weak[name] &= not any(_is_certain(text) for text in hits)
        found += [
            Left(label, name, number, _explain(holds[name], is_weak=weak[name]))
            for name, number in counts.items()
            if number
        ]
    return found


def _show(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


def _is_certain(text: str) -> bool:
    return any(sign in text for sign in "@: ") or is_distinctive(text)


def _explain(holds: Holds, *, is_weak: bool) -> str:
    return WORD if is_weak else _REASONS.get(holds, UNKNOWN)

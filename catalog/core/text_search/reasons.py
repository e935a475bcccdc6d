"""Why something was found: the fields that hold what was searched, and where in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from catalog.core.text_search.documents import FieldText
from catalog.core.text_search.fold import fold, fold_address
from catalog.core.text_search.query import SearchQuery

#: A piece of a text, and whether it is what was searched.
Piece: TypeAlias = tuple[str, bool]

SNIPPET = 140  # characters around what was found in a long text
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Reason:
    """A field that holds what was searched, with its text in pieces; of a long text only what is around."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text."""
        return "".join(text for text, _ in self.pieces)


def list_reasons(fields: Iterable[FieldText], query: SearchQuery) -> list[Reason]:
    """The first field that holds all that was searched; else for each term the first field that holds it.

    Empty where only a ref or a filter fits, or where a name is merely similar.
    """
    folded = [(field, text, f"{fold(text)}\n{fold_address(text)}") for field, text in fields]
    terms = [term.text for term in query.terms]
    whole = next(((field, text) for field, text, held in folded if query.phrase in held), None) if terms else None
    if whole is not None:
        return [_explain(*whole, [query.phrase, *terms])]
    found = (next(((field, text) for field, text, held in folded if term in held), None) for term in terms)
    return [_explain(field, text, terms) for field, text in dict.fromkeys(pair for pair in found if pair)]


def _explain(field: str, text: str, terms: Sequence[str]) -> Reason:
    return Reason(field, tuple(_cut(mark(text, terms))))


def mark(text: str, terms: Iterable[str]) -> list[Piece]:
    """The text in pieces. `terms` are folded; letters with marks that a term leaves out are not found again."""
    patterns = [r"[\W_]+".join(map(re.escape, term.split())) for term in terms if term]
    if not patterns:
        return [(text, False)] if text else []
    parts = re.split(f"({'|'.join(patterns)})", text, flags=re.IGNORECASE)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def _cut(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces around the first one that is marked, if they are longer than a line."""
    if sum(len(text) for text, _ in pieces) <= SNIPPET:
        return list(pieces)
    first = next((number for number, (_, is_marked) in enumerate(pieces) if is_marked), 0)
    cut: list[Piece] = []
    before = pieces[first - 1][0] if first else ""
    if before:
        cut.append((before if len(before) <= _BEFORE else f"… {before[-_BEFORE:]}", False))
    room = SNIPPET - sum(len(text) for text, _ in cut)
    for text, is_marked in pieces[first:]:
        if len(text) > room:
            return [*cut, (f"{text[: max(room, 0)]} …", is_marked)]
        cut.append((text, is_marked))
        room -= len(text)
    return cut

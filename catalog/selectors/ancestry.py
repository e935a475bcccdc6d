"""The Locations that led to an entity: the file that names another file, the URL that somebody registered."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from catalog.selectors.served import list_chain
from catalog.selectors.views import View


@dataclass(frozen=True, slots=True)
class Ancestor:
    """An entity as JSON text, and the refs of the Locations that named its file."""

    ref: str
    text: str
    parents: list[str]

    @property
    def ref_json(self) -> str:
        """The ref as JSON."""
        return orjson.dumps(self.ref).decode()

    @property
    def parents_json(self) -> str:
        """The parents' refs as JSON."""
        return orjson.dumps(self.parents).decode()


def list_ancestors(view: View, ref: str) -> list[Ancestor]:
    """The entity, then what it came from, nearest first; empty if it is not there to see. One query.

    Raises CatalogMovedError.
    """
    found: dict[str, tuple[str, str]] = {}
    for own, parent, text in list_chain(view, ref):
        found.setdefault(own, (parent, text))
    if ref not in found:
        return []
    return [Ancestor(own, text, [parent] if parent in found else []) for own, (parent, text) in found.items()]

"""What one actor sees of what is served, at one version: the beginning of every read of the catalog API."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from catalog.core.access import Actor, Subject, may
from catalog.models.prepared import read_rows

#: Raise it when entities that are stored alike are sent differently.
FORM = "1"
VIEW_WIDTH = 4  # values in `list_view_columns`
_NOTHING = -1  # no source has this id

_AGGREGATE = {"sqlite": "json_group_array(id)", "postgresql": "coalesce(json_agg(id), '[]')::text"}


class CatalogMovedError(Exception):
    """Something was written between two reads of one request: what was read does not fit together."""


@dataclass(frozen=True, slots=True)
class View:
    """The version `token`, and the ids of the sources seen, 0 for none at all; `sources` None: everything.

    `sees_guarded`: relations that are kept apart, for they were read in a restricted source, may be among what is seen.
    `is_ungrouped`: a source was restricted since relations were last told apart; stitch before going on.
    """

    token: str
    sources: frozenset[int] | None = None
    sees_guarded: bool = True
    is_ungrouped: bool = False

    def sees(self, source_id: int) -> bool:
        """Whether what comes from this source is seen; 0 stands for no source."""
        return self.sources is None or source_id in self.sources

    def etag(self, *parts: str) -> str:
        """A strong ETag for the answer to the request that `parts` describe."""
        seen = "*" if self.sources is None else ",".join(map(str, sorted(self.sources)))
        text = "\0".join((FORM, self.token, seen, *parts))
        return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


#: For reads of single entities, which have an ETag of their own.
EVERYTHING = View("")


def get_view(actor: Actor) -> View:
    """What the actor sees now; one query. Nothing at all without the right to read."""
    if not may(actor, "view", Subject("catalog")):
        return View("", frozenset({_NOTHING}))
    if actor.is_administrator:
        return View(get_token())
    [row] = read_rows(f"SELECT {', '.join(list_view_columns())}")
    return make_view(actor, row)


def list_view_columns() -> tuple[str, ...]:
    """What is read for a view, in SQL."""
    ids = _AGGREGATE[connection.vendor]
    return (
        "(SELECT token FROM catalog_servedversion)",
        "(SELECT guarded FROM catalog_servedversion)",
        f"(SELECT {ids} FROM catalog_source WHERE is_restricted)",  # noqa: S608
        f"(SELECT {ids} FROM catalog_source WHERE NOT is_restricted)",  # noqa: S608
    )


def make_view(actor: Actor, row: tuple[Any, ...]) -> View:
    """What the actor sees, by the values of `list_view_columns`. Nothing at all without the right to read."""
    token, guarded, restricted, opened = row
    if not may(actor, "view", Subject("catalog")):
        return View("", frozenset({_NOTHING}))
    if actor.is_administrator:
        return View(token or "")
    seen = frozenset({0, *_read_ids(opened), *actor.restricted_source_ids})
    apart = _read_ids(guarded)
    return View(token or "", seen, sees_guarded=bool(seen & apart), is_ungrouped=not _read_ids(restricted) <= apart)


def get_token() -> str:
    """The version of what is served; another one after any change. Empty where nothing was ever served."""
    rows = read_rows("SELECT token FROM catalog_servedversion")
    return str(rows[0][0]) if rows else ""


def _read_ids(value: str | Iterable[int] | None) -> frozenset[int]:
    return frozenset(orjson.loads(value) if isinstance(value, str) else value or ())

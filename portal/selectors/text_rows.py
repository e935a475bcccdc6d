"""Rows that may name somebody: found by what any such row holds in plain letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

SHORTEST = 3
_ASCII = re.compile(r"[A-Za-z0-9._+-]+")


def list_fragments(needles: Iterable[str]) -> list[str] | None:
    """What any row that names the person holds in plain letters, whatever the database does to others; None: no row
    can be left out.
    """
    found = set()
    for needle in needles:
        runs = _ASCII.findall(needle.rpartition("/")[2].partition("@")[0])
        longest = max(runs, key=len, default="")
        if len(longest) < SHORTEST and longest != needle:
            return None
        found.add(longest)
    return sorted(found)


def find_rows(model: type[models.Model], names: Iterable[str], fragments: list[str] | None) -> QuerySet[models.Model]:
    """The rows in which any of the columns holds any of the fragments."""
    rows: QuerySet[models.Model] = models.QuerySet(model).order_by("pk")
    if fragments is None:
        return rows
    condition = Q()
    for name in names:
        key = name
        if isinstance(model._meta.get_field(name), models.JSONField):
            key = f"{name}_as_text"
            rows = rows.annotate(**{key: Cast(name, TextField())})
        for fragment in fragments:
            condition |= Q(**{f"{key}__icontains": fragment})
    return rows.filter(condition)

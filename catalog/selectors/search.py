"""Reads of the search box: what is called like a text, the nearest first, and why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import reduce
from operator import and_, or_
from typing import Any

import orjson
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from catalog.core.access import Actor
from catalog.core.text_search.documents import NAME_FIELDS
from catalog.core.text_search.query import SearchQuery, Term
from catalog.core.text_search.reasons import Reason, list_reasons
from catalog.core.text_search.trigrams import LIKE_ENOUGH, count_alike
from catalog.filters import NOBODY, read_owner_ref
from catalog.models import Ownership, SearchEntry
from catalog.models.visibility import VisibleQuerySet
from catalog.search import get_engine
from catalog.selectors.subjects import list_hidden_refs

MOST_ALIKE = 50
#: What `owner:` stands for beside a team: one of the reader's own.
MINE = "me"
#: The order of results; unique at its end.
ORDER = ("rank", "size", "weight", "name", "pk")
Entries = VisibleQuerySet[SearchEntry]


class Rank(IntEnum):
    """How near an entry is to what was typed; the smaller the nearer. From `ALIKE` on it is a likeness."""

    NAME = 0
    HANDLE = 1
    NAME_BEGINS = 2
    WORD_BEGINS = 3
    IN_NAME = 4
    IN_HANDLE = 5
    WORDS_IN_NAME = 6
    TAG = 7
    ELSEWHERE = 8
    ALIKE = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `is_alike`: nothing holds what was typed, and its name is merely like it."""

    ref: str
    name: str
    kind: str
    type: str
    is_alike: bool
    reasons: Sequence[Reason]


def list_hits(actor: Actor, query: SearchQuery, number: int) -> list[Hit]:
    """The nearest entries the actor may see; two queries at most, and one more where the query names an owner."""
    found = _describe(list_entries(actor, query)[:number], query)
    return found or _describe(list_alike(actor, query)[:number], query)


def list_entries(actor: Actor, query: SearchQuery) -> QuerySet[SearchEntry]:
    """Every entry that holds all terms and passes all filters, annotated with `rank`, in `ORDER`."""
    if query.is_too_short:
        return _NOTHING.all()
    found = _filter(actor, query)
    if query.terms:
        found = found.filter(reduce(and_, map(_hold, query.terms)))
    return found.annotate(rank=_rank(query)).order_by(*ORDER)


def list_alike(actor: Actor, query: SearchQuery) -> QuerySet[SearchEntry]:
    """Entries whose name is like what was typed, annotated and ordered in the same way. For when nothing holds it."""
    if query.is_too_short or not query.terms:
        return _NOTHING.all()
    near = get_engine().list_near(_filter(actor, query), query.phrase)
    likeness = {pk: max(count_alike(query.phrase, name) for name in names.split("\n")) for pk, names in near}
    alike = sorted((pk for pk in likeness if likeness[pk] >= LIKE_ENOUGH), key=lambda pk: -likeness[pk])[:MOST_ALIKE]
    ranks = [When(pk=pk, then=Value(Rank.ALIKE + round(100 * (1 - likeness[pk])))) for pk in alike]
    found = SearchEntry.objects.filter(pk__in=alike)
    return found.annotate(rank=Case(*ranks, default=Value(2 * Rank.ALIKE), output_field=IntegerField())).order_by(
        *ORDER
    )


def without_kinds(query: SearchQuery) -> SearchQuery:
    """The same query for every kind, to count what there is of each."""
    return replace(query, kinds=())


def count_kinds(found: QuerySet[SearchEntry]) -> dict[str, int]:
    """How many of the entries are of each kind (in lower case), the commonest first."""
    counted = found.order_by().values_list("kind").annotate(number=Count("pk"))
    return dict(counted.order_by("-number", "kind").values_list("kind", "number"))


def describe_hits(rows: Sequence[dict[str, Any]], query: SearchQuery) -> list[Hit]:
    """Hits from rows with the columns `HIT_COLUMNS`."""
    return [_describe_hit(row, query) for row in rows]


def _describe_hit(row: dict[str, Any], query: SearchQuery) -> Hit:
    fields = [(field, text) for field, text in orjson.loads(row["fields"])]
    name = next((text for field, text in fields if field in NAME_FIELDS), row["ref"])
    is_alike = row["rank"] >= Rank.ALIKE
    return Hit(row["ref"], name, row["kind"], row["type"], is_alike, list_reasons(fields, query))


HIT_COLUMNS = ("ref", "kind", "type", "fields", *ORDER)


_NOTHING = SearchEntry.objects.none().annotate(rank=Value(0))


def _describe(found: QuerySet[SearchEntry], query: SearchQuery) -> list[Hit]:
    return describe_hits(list(found.values(*HIT_COLUMNS)), query)


def _filter(actor: Actor, query: SearchQuery) -> Entries:
    found = SearchEntry.objects.visible_to(actor)
    if query.kinds:
        found = found.filter(Q(kind__in=query.kinds) | Q(type__in=query.kinds))
    if query.tags:
        found = found.filter(reduce(or_, (Q(tags__contains=f"\n{tag}\n") for tag in query.tags)))
    return found.filter(_is_owned(actor, query.owners)) if query.owners else found


def _is_owned(actor: Actor, owners: Sequence[str]) -> Q:
    """Accountable is one of these teams; a team that the actor may not see owns nothing."""
    current = Ownership.objects.filter(subject_ref=OuterRef("ref"), until__isnull=True)
    refs = {read_owner_ref(owner) for owner in owners if owner not in (NOBODY, MINE)} - {""}
    refs -= list_hidden_refs(actor, refs)
    if MINE in owners:
        refs |= actor.team_refs
    condition = Q(Exists(current.filter(owner_ref__in=refs)))
    return condition | ~Q(Exists(current.exclude(owner_ref=""))) if NOBODY in owners else condition


def _hold(term: Term) -> Q:
    held = get_engine().hold(term.text)
    if not term.may_be_ref:
        return held
    if not term.kind:
        return held | Q(ref__contains=term.rest)
    name = Q(ref__contains=term.rest if "/" in term.rest else f"/{term.rest}")
    return held | Q(ref__startswith=f"{term.kind}:") & name


def _rank(query: SearchQuery) -> Case:
    """Nested, so that rows which hold the text in a description, often the most, are asked the fewest questions."""
    phrase = query.phrase
    if not phrase:
        return _choose([], Rank.ELSEWHERE)
    in_name = _choose(
        [
            (_has("names", f"\n{phrase}\n"), Rank.NAME),
            (_has("names", f"\n{phrase}"), Rank.NAME_BEGINS),
            (_has("names", f" {phrase}"), Rank.WORD_BEGINS),
        ],
        Rank.IN_NAME,
    )
    in_handle = _choose([(_has("handles", f"\n{phrase}\n"), Rank.HANDLE)], Rank.IN_HANDLE)
    words_in_name = reduce(and_, (Q(_has("names", term.text)) for term in query.terms))
    return _choose(
        [
            (_has("names", phrase), in_name),
            (_has("handles", phrase), in_handle),
            (Q(ref=query.words.lower()), Rank.HANDLE),
            *([(words_in_name, Rank.WORDS_IN_NAME)] if len(query.terms) > 1 else []),
            (_has("tags", f"\n{query.words.lower()}\n"), Rank.TAG),
        ],
        Rank.ELSEWHERE,
    )


def _choose(ranks: Sequence[tuple[Q | GreaterThan, Case | Rank]], default: Rank) -> Case:
    cases = (When(condition, then=rank if isinstance(rank, Case) else Value(rank)) for condition, rank in ranks)
    return Case(*cases, default=Value(default), output_field=IntegerField())


def _has(field: str, text: str) -> GreaterThan:
    """Whether a column contains the text: as `contains`, but by the database's quickest function."""
    return GreaterThan(StrIndex(F(field), Value(text)), 0)

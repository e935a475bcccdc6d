"""Sets and orders of entities, out of the database and kept in memory for as long as they are right.

`ServedVersion.token` and `SearchKey.token` say whether what is kept is right; the first is read for each request, the
second after the first has changed. Nothing is right by age alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from catalog.core.filters.evaluate import select
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import Order
from catalog.core.filters.predicates import Has, Is, Predicate, list_leaves
from catalog.core.search.full_text import TextIndex
from catalog.core.search.ordering import Ordering
from catalog.core.search.postings import decode_posting, read_slots
from catalog.core.search.values import KeyValues, Value
from catalog.core.served.texts import SEPARATOR
from catalog.models import SearchKey, SearchTerm, ServedEntity
from catalog.models.bulk import among, find_values
from catalog.models.served import SOURCE_KEY, TEXT_KEY
from catalog.selectors.index_cache import GuardedSet, IndexCache
from catalog.selectors.views import View

_ITEM_VALUE = "true"


_cache = IndexCache()


class SearchIndex:
    """The sets and orders of entities that a view sees. `catalog.core.filters.evaluate.Postings` is what it offers."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._sets, self._stamps = _cache.at(view.token)

    @property
    def everything(self) -> int:
        """All entities the view sees."""
        if self._view.sources is None:
            return self._union((SOURCE_KEY,))
        self._load([(SOURCE_KEY, str(source)) for source in self._view.sources])
        found = 0
        for source in self._view.sources:
            found |= self._union((SOURCE_KEY, str(source)))
        return found

    def having(self, key: str) -> int:
        """Those with this key."""
        return 0 if _is_internal(key) else self._union((key,)) | self._union((key, _ITEM_VALUE))

    def equal(self, key: str, value: str) -> int:
        """Those that have this value of the key."""
        return 0 if _is_internal(key) else self._union((key, value))

    def starting(self, key: str, prefix: str) -> int:
        """Those that have a value of the key which begins with the prefix. One query."""
        if _is_internal(key) or "\0" in key + prefix:
            return 0
        rows = SearchTerm.objects.filter(key=key, value__gte=prefix, value__lt=prefix + "\U0010ffff")
        found = 0
        for guard, posting in rows.values_list("guard", "posting"):
            found |= decode_posting(posting) if not guard or self._view.sees(guard) else 0
        return found

    def select(self, predicate: Predicate | None, text: FullText | None = None) -> int:
        """The entities that meet the condition and the full text. At most three queries."""
        if predicate is not None:
            self._load([key for leaf in list_leaves(predicate) for key in _keys_of(leaf)])
        found = select(predicate, self)
        if text is not None and text.wanted:
            found &= self._find_text(text)
        return found

    def count(self, facets: Iterable[str], among_slots: int) -> dict[str, list[tuple[str, int]]]:
        """How many of `among_slots` have each value of each key."""
        names = list(facets)
        self._stamp([name.lower() for name in names])
        return {name: self.values(name.lower()).count(among_slots) for name in names}

    def values(self, key: str) -> KeyValues:
        """All values of a key. One query where it is not kept."""
        if _is_internal(key) or "\0" in key:
            return KeyValues(())
        guards = self._seen_guards() if key.startswith("relations.") else ()
        stamp = self._stamp([key])[key]
        return _cache.thing(("values", key, guards), stamp, lambda: _load_values(key, {0, *guards}))

    def order(self, order: Order | None) -> Ordering:
        """The order by a key, or by ref alone."""
        key = order.field.lower() if order is not None else ""
        is_descending = order is not None and order.is_descending
        stamps = self._stamp([SOURCE_KEY, key])
        guards = self._seen_guards() if key.startswith("relations.") else ()
        name = ("order", key, is_descending, guards)

        def make() -> Ordering:
            if not key:
                return Ordering(self._refs())
            values = self.values(key)
            given = values.highest if is_descending else values.lowest
            return Ordering(self._refs(), given, is_descending=is_descending)

        return _cache.thing(name, f"{stamps[SOURCE_KEY]} {stamps[key]}", make)

    def _refs(self) -> dict[int, str]:
        stamp = self._stamp([SOURCE_KEY])[SOURCE_KEY]
        return _cache.thing("refs", stamp, lambda: dict(ServedEntity.objects.values_list("slot", "ref")))

    def _find_text(self, text: FullText) -> int:
        if text.keys is not None:
            found = 0
            for key in text.keys:
                found |= self.values(key).texts.find(text.wanted)
            return found
        stamp = self._stamp([TEXT_KEY])[TEXT_KEY]
        return _cache.thing("texts", stamp, _load_texts).find(text.wanted.replace(SEPARATOR, " "))

    def _union(self, key: tuple[str, ...]) -> int:
        if key not in self._sets:
            self._load([key])
        found = 0
        for guard, slots in self._sets[key]:
            found |= slots if not guard or self._view.sees(guard) else 0
        return found

    def _load(self, keys: Iterable[tuple[str, ...]]) -> None:
        """Put sets into memory that are not there yet: one query for those by value, one for those by key."""
        missing = {key for key in keys if key not in self._sets}
        sets: dict[tuple[str, ...], list[GuardedSet]] = {key: [] for key in missing}
        pairs = [key for key in missing if len(key) > 1 and "\0" not in key[0] + key[1]]
        for key, value, guard, posting in find_values(
            SearchTerm, ("key", "value"), pairs, ("key", "value", "guard", "posting")
        ):
            sets[key, value].append((guard, decode_posting(posting)))
        holders = [key for key in missing if len(key) == 1 and "\0" not in key[0]]
        for key, guard, posting in find_values(SearchKey, ("key",), holders, ("key", "guard", "posting")):
            sets[(key,)].append((guard, decode_posting(posting)))
        self._sets.update(sets)

    def _stamp(self, keys: Iterable[str]) -> dict[str, str]:
        """What changes when something under a key does. One query for those not known at this version."""
        missing = {key for key in keys if key not in self._stamps}
        if missing:
            stamps = dict.fromkeys(missing, "")
            rows = SearchKey.objects.filter(key__in=among(key for key in missing if "\0" not in key))
            for key, token in rows.order_by("guard").values_list("key", "token"):
                stamps[key] += token
            # a key of items has no row of its own: then any change counts
            self._stamps.update({key: stamp or self._view.token for key, stamp in stamps.items()})
        return self._stamps

    def _seen_guards(self) -> tuple[int, ...]:
        rows = SearchKey.objects.exclude(guard=0).values_list("guard", flat=True).distinct()
        return tuple(sorted(guard for guard in rows if self._view.sees(guard)))


def _keys_of(leaf: object) -> list[tuple[str, ...]]:
    match leaf:
        case Is(key, values):
            return [(key.lower(), value.lower()) for value in values]
        case Has(key):
            return [(key.lower(),), (key.lower(), _ITEM_VALUE)]
    return []


def _is_internal(key: str) -> bool:
    return not key or key.startswith("\t")


def _load_values(key: str, guards: set[int]) -> KeyValues:
    rows = SearchTerm.objects.filter(Q(key=key), guard__in=guards).values_list("value", "original", "posting")
    return KeyValues(Value(value, original, read_slots(posting)) for value, original, posting in rows)


def _load_texts() -> TextIndex:
    rows = ServedEntity.objects.order_by("slot").values_list("search_text", "slot")
    return TextIndex([(text, (slot,)) for text, slot in rows])

"""What is around an entity, as far as an actor may see, with a fixed number of queries whatever its size."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Window
from django.db.models.functions import DenseRank

from catalog.core.access import Actor
from catalog.core.neighbourhood import LISTS, Neighbourhood, Row, both_directions, make_neighbourhood
from catalog.models import Edge
from catalog.models.bulk import among

#: How many relations of one type are drawn of the centre, and of each entity around it.
NEAR, FAR = 20, 5


def get_neighbourhood(actor: Actor, ref: str, types: Collection[str] = ()) -> Neighbourhood:
    """Two relations far, of these types alone if any are given, in whichever direction. Two queries.

    Without types, lists of what belongs to a neighbour are only counted.
    """
    stored = {stored for type_ in types for stored in both_directions(type_)}
    near = _list_rows(actor, [ref.lower()], stored, NEAR)
    far = _list_rows(actor, sorted({row.target_ref for row in near} - {ref.lower()}), stored, FAR)
    return make_neighbourhood(ref.lower(), near, far, folded=() if types else LISTS)


def _list_rows(actor: Actor, refs: list[str], types: Collection[str], number: int) -> list[Row]:
    """The first relations of each type of each ref, by target, and how many there are.

    A relation counts once, however many documents declare it: targets are numbered, from either end, not rows.
    """
    if not refs:
        return []
    edges = Edge.objects.visible_to(actor).filter(source_ref__in=among(refs))
    if types:
        edges = edges.filter(type__in=types)
    together = [F("source_ref"), F("type")]
    ranked = edges.annotate(
        place=Window(DenseRank(), partition_by=together, order_by=F("target_ref").asc()),
        from_end=Window(DenseRank(), partition_by=together, order_by=F("target_ref").desc()),
    ).filter(place__lte=number)
    rows = ranked.values_list("source_ref", "type", "target_ref", "place", "from_end")
    return [Row(ref, type_, target, place + from_end - 1) for ref, type_, target, place, from_end in rows]

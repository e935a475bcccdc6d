"""The relations of an entity that was accepted and stored before, read anew from its data."""

from __future__ import annotations

from typing import Any

from catalog.core.descriptors.envelope import entity_ref
from catalog.core.descriptors.kinds import CUSTOM_REFS, find_kind
from catalog.core.descriptors.relations import RelationFault, find_relations

LONGEST_REF = 500


def relations_of(entity: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(source ref, type, target ref) of each relation, both directions; a faulty owner of an entity in error has none.

    A target longer than `LONGEST_REF` is left out: no entity can have such a ref.
    """
    kind = find_kind(entity["apiVersion"], entity["kind"])
    ref, spec = entity_ref(entity), entity.get("spec") or {}
    found: list[tuple[str, str, str]] = []
    for field in kind.refs if kind is not None else CUSTOM_REFS:
        try:
            relations = find_relations(ref, spec, (field,))
        except RelationFault:
            continue
        found += [(r.source_ref, r.type, r.target_ref) for r in relations]
    return [edge for edge in found if max(len(edge[0]), len(edge[2])) <= LONGEST_REF]

"""The relations of an entity that was accepted and stored before, read anew from its data."""

from __future__ import annotations

from typing import Any

from catalog.core.descriptors.envelope import entity_ref
from catalog.core.descriptors.kinds import CUSTOM_REFS, RefField, find_kind
from catalog.core.descriptors.model import Relation
from catalog.core.descriptors.relations import RelationFault, find_relations
from catalog.core.refs import EntityRef

LONGEST_REF = 500


def relations_of(entity: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(source ref, type, target ref) of each relation, both directions; a faulty owner of an entity in error has none.

    A target longer than `LONGEST_REF` is left out: no entity can have such a ref.
    """
    kind = find_kind(entity["apiVersion"], entity["kind"])
    ref, spec = entity_ref(entity), entity.get("spec") or {}
    refs = kind.refs if kind is not None else CUSTOM_REFS
    try:
        relations = list(find_relations(ref, spec, refs))
    except RelationFault:
        relations = [relation for field in refs for relation in _relations_of_field(ref, spec, field)]
    edges = [(relation.source_ref, relation.type, relation.target_ref) for relation in relations]
    return [edge for edge in edges if max(len(edge[0]), len(edge[2])) <= LONGEST_REF]


def _relations_of_field(ref: EntityRef, spec: dict[str, Any], field: RefField) -> list[Relation]:
    try:
        return list(find_relations(ref, spec, (field,)))
    except RelationFault:
        return []

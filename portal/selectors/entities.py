"""Entities as rows: with owner, score and open findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalog.core.access import Actor
from catalog.models import Descriptor, Entity
from portal.body import Body, Link, read_related
from portal.selectors.findings import count_open_by
from portal.selectors.names import Named, get_names, get_own_names
from portal.selectors.owners import Owner, get_shown_owners
from scoring.models import Score
from scoring.selectors.scores import get_scores


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of a list. `owner` is None where nobody claims it, `score` where it is not rated."""

    entity: Entity
    owner: Owner | None
    score: Score | None
    findings: int
    named: Named


def describe_entities(actor: Actor, entities: Sequence[Entity]) -> list[EntityRow]:
    """Rows for entities the actor may see, in their order. Five to seven queries."""
    refs = [entity.ref for entity in entities]
    owners = get_shown_owners(actor, refs)
    scores = get_scores(actor, refs)
    findings = count_open_by(actor, "subject_ref", refs)
    own_names = get_own_names(actor, refs)
    return [
        EntityRow(
            entity,
            owners.get(entity.ref),
            scores.get(entity.ref),
            findings.get(entity.ref, 0),
            Named(entity.ref, own_names.get(entity.ref) or entity.shown_name, entity.kind, entity.type, True),
        )
        for entity in entities
    ]


class Home(NamedTuple):
    """The repository in which something is declared."""

    origin_id: int
    name: str
    remote_url: str


def get_homes(actor: Actor, refs: Collection[str]) -> dict[str, Home]:
    """Where each entity is declared: the repository of its descriptor in force."""
    found = Descriptor.objects.visible_to(actor).filter(ref__in=refs, state=Descriptor.State.IN_FORCE)
    rows = found.values_list("ref", "origin_id", "origin__name", "origin__remote_url")
    return {ref: Home(origin_id, name, remote_url) for ref, origin_id, name, remote_url in rows}


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service as its team's page shows it."""

    row: EntityRow
    repository: Home | None
    docs: Link | None
    apis: Sequence[Named]
    on_call: Link | None


def describe_services(actor: Actor, entities: Sequence[Entity]) -> list[ServiceCard]:
    """Services with what somebody who depends on them asks for. `entities` come with their bodies. Six queries."""
    homes = get_homes(actor, [entity.ref for entity in entities])
    provided = {entity.ref: read_related(entity.relations_json, "providesApi") for entity in entities}
    names = get_names(actor, {ref for refs in provided.values() for ref in refs})
    cards = []
    for row in describe_entities(actor, entities):
        body = Body.read(row.entity.body_json)
        apis = [names.as_written(ref) for ref in provided[row.entity.ref]]
        cards.append(ServiceCard(row, homes.get(row.entity.ref), body.docs_link, apis, body.on_call_link))
    return cards

"""Taking one entity out for a person, until its file is read again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.actions.pending import deliver_to
from catalog.actions.reconcile import tell_settled
from catalog.actions.reconcile_descriptors import Look
from catalog.actions.reconcile_entities import lock_entities, settle_entities
from catalog.actions.stitch import CONSUMER
from catalog.core.registered import OWN_PATH
from catalog.models import Descriptor, Origin


def remove_entity(uid: UUID, actor_ref: str, now: datetime) -> bool:
    """Drop the document in force; a contender takes over, else the entity is removed. False if there is none.

    As in Backstage it comes back when its origin is looked at next, unless its document is gone by then. The Location
    that stands for a registered URL stays: it goes with the registration.
    """
    with transaction.atomic():
        in_force = Descriptor.objects.filter(state=Descriptor.State.IN_FORCE, entity__uid=uid)
        row = in_force.exclude(path=OWN_PATH, origin__kind=Origin.Kind.URL).select_related("origin").first()
        if row is None:
            return False
        look = Look(row.origin, row.commit, now, now, actor_ref)
        settled = settle_entities(look, lock_entities([row.ref], now), [row])
        tell_settled(settled, now)
        Origin.objects.filter(pk=row.origin_id).update(read_digest="")
    deliver_to(CONSUMER, now)
    return True

"""Old names: what is proposed, what holds, and where an old ref leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from catalog.core.access import Actor
from catalog.core.handles import FORMER_REF
from catalog.models import Alias, Entity, Rename
from catalog.models.bulk import among
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.entities import list_entities

_IS_LIVING = Exists(Entity.objects.filter(ref=OuterRef("old_ref"), removed_at=None))


def list_renames(actor: Actor) -> VisibleQuerySet[Rename]:
    """Renames of what this actor may see, in every state, also those that hold no more."""
    entities = Entity.objects.visible_to(actor).filter(ref=OuterRef("new_ref"))
    return Rename.objects.visible_to(actor).filter(Exists(entities)).select_related("origin")


def list_proposed_renames(actor: Actor) -> VisibleQuerySet[Rename]:
    """What looks like a rename and waits for a person, the latest first. Nothing whose old ref is in use."""
    proposed = list_renames(actor).filter(state=Rename.State.PROPOSED, ended_at=None)
    return proposed.filter(~Q(_IS_LIVING)).order_by("-seen_at", "-pk")


def get_rename(actor: Actor, rename_id: int) -> Rename | None:
    """One rename, or None if there is none that this actor may see."""
    return list_renames(actor).filter(pk=rename_id).first()


def find_present_ref(actor: Actor, ref: str) -> str:
    """The ref that an old one leads to now, if exactly one and the actor may see it; else nothing. One query."""
    named = Alias.objects.filter(scheme=FORMER_REF, value=ref.lower(), valid_to=None).values("entity_ref")
    found = list(list_entities(actor).filter(ref__in=named).values_list("ref", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def get_present_refs(refs: Iterable[str]) -> dict[str, str]:
    """Old ref -> the ref it leads to now; refs that lead nowhere, or to several, are left out. One query.

    Check that the new ones are visible before they are shown.
    """
    found = Alias.objects.filter(scheme=FORMER_REF, value__in=among(refs), valid_to=None)
    pairs = list(found.values_list("value", "entity_ref"))
    counts = Counter(old for old, _ in pairs)
    return {old: new for old, new in pairs if counts[old] == 1}

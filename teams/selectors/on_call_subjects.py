"""What a person means who asks who is on call for "payments": an entity, a team, or a schedule."""

from __future__ import annotations

from catalog.core.access import Actor
from catalog.core.refs import RefError, parse_ref
from catalog.selectors.entities import list_entities
from catalog.selectors.renames import find_present_ref
from teams.selectors.on_call_cover import SCHEDULE
from teams.selectors.schedules import list_schedules

#: What a bare name may be, services first.
KINDS = ("component", "system", "group", "api", "resource", "domain")


def find_on_call_subjects(actor: Actor, text: str, kind: str = "") -> list[str]:
    """The refs meant, of what the actor may see: that of a ref, also a former one, or everything of a name.

    `kind` is that of a name, and of nothing else; without it a name is that of a schedule only if of nothing else.
    At most three queries.
    """
    text = text.strip()
    try:
        asked = parse_ref(text, kind or "component")
    except RefError:
        return []
    if kind and asked.kind.lower() != kind:
        return []
    if kind or ":" in text:
        return _find(actor, [str(asked)]) or [ref for ref in [find_present_ref(actor, str(asked))] if ref]
    refs = [f"{each}:{asked.namespace}/{asked.name}".lower() for each in KINDS]
    return _find(actor, refs) or _find(actor, [f"{SCHEDULE}{asked.namespace}/{asked.name}".lower()])


def _find(actor: Actor, refs: list[str]) -> list[str]:
    """Those among the refs that are there, in their order."""
    if refs[0].startswith(SCHEDULE):
        there = set(list_schedules(actor).filter(ref__in=refs).values_list("ref", flat=True))
    else:
        there = set(list_entities(actor).filter(ref__in=refs).values_list("ref", flat=True))
    return [ref for ref in refs if ref in there]

"""Names of refs: what people read in place of `group:default/payments`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.core.refs import RefError, parse_ref
from catalog.models import Entity
from catalog.selectors.repositories import list_repositories
from portal.links import subject_url
from teams.selectors.teams import list_people, list_teams

_REPOSITORY = "repository:"


@dataclass(frozen=True, slots=True)
class Named:
    """A ref with the name people know it by. `is_known`: the catalog has it now and the actor may see it."""

    ref: str
    name: str
    kind: str
    type: str = ""
    is_known: bool = False

    @property
    def url(self) -> str:
        """Its page; empty if there is none to see."""
        return subject_url(self.ref) if self.is_known else ""

    @property
    def kind_title(self) -> str:
        """What kind of thing it is, as a word: the type of a Component, else its kind."""
        return (self.type if self.kind.lower() == "component" and self.type else self.kind) or "Entity"


class Names(dict[str, Named]):
    """Names by ref; a ref that was not asked for is named by its own text."""

    def __missing__(self, ref: str) -> Named:
        """The ref named by what stands in it."""
        return _guess(ref)


def get_names(actor: Actor, refs: Iterable[str]) -> Names:
    """Names of entities and repositories; what the actor may not see is named by its ref alone.

    One query for entities and one for repositories, where any are asked for; one more for the names that people and
    one for the names that teams go by.
    """
    wanted = {ref.lower() for ref in refs if ref}
    ids = {ref: int(ref.removeprefix(_REPOSITORY)) for ref in wanted if _is_repository(ref)}
    names = Names()
    if ids:
        found = list_repositories(actor).filter(pk__in=ids.values()).values_list("pk", "name")
        named = ((f"{_REPOSITORY}{pk}", name) for pk, name in found)
        names.update({ref: Named(ref, name, "Repository", "", True) for ref, name in named})
    if wanted - ids.keys():
        visible = Entity.objects.visible_to(actor).filter(ref__in=wanted - ids.keys(), removed_at__isnull=True)
        rows = list(visible.values_list("ref", "title", "name", "kind", "type"))
        own = get_own_names(actor, [row[0] for row in rows])
        names.update(
            {r: Named(r, own.get(r) or title or name, kind, type_, True) for r, title, name, kind, type_ in rows}
        )
    return names


def get_own_names(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """The names that people and teams among the refs go by; a query for each of the two kinds that is there."""
    refs = list(refs)
    people = [ref for ref in refs if ref.startswith("user:")]
    teams = [ref for ref in refs if ref.startswith("group:")]
    found = dict(list_people(actor).filter(ref__in=people).values_list("ref", "shown_name")) if people else {}
    if teams:
        found |= dict(list_teams(actor).order_by().filter(ref__in=teams).values_list("ref", "title"))
    return found


def _is_repository(ref: str) -> bool:
    rest = ref.removeprefix(_REPOSITORY)
    return rest != ref and rest.isascii() and rest.isdigit()


def _guess(ref: str) -> Named:
    try:
        parsed = parse_ref(ref)
    except RefError:
        return Named(ref, ref, "")
    return Named(ref, parsed.name, parsed.kind.capitalize())

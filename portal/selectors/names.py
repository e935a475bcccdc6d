"""Names of refs: what people read in place of `group:default/payments`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.core.refs import RefError, parse_ref
from catalog.core.shown_names import say_words
from catalog.models import Entity
from catalog.models.visibility import seen_by
from catalog.selectors.repositories import list_repositories
from portal.links import subject_url
from teams.selectors.teams import list_people, list_teams

_REPOSITORY = "repository:"


@dataclass(frozen=True, slots=True)
class Named:
    """A ref with the name people know it by. `is_known`: the catalog has it now and the actor may see it.

    `is_withheld`: it stands in a source that the actor may not see; then it has neither ref nor name.
    """

    ref: str
    name: str
    kind: str
    type: str = ""
    is_known: bool = False
    is_withheld: bool = False

    @property
    def url(self) -> str:
        """Its page; empty if there is none to see."""
        return subject_url(self.ref) if self.is_known else ""

    @property
    def kind_title(self) -> str:
        """What kind of thing it is, as a word: the type of a Component, else its kind."""
        return (self.type if self.kind.lower() == "component" and self.type else self.kind) or "Entity"

    @property
    def kind_words(self) -> str:
        """The same in the middle of a line: "feature flag", "API", "service"."""
        return self.type if self.kind.lower() == "component" and self.type else say_words(self.kind or "entity")


_WITHHELD = {"group": "A team you may not see", "user": "Somebody you may not see"}


class Names(dict[str, Named]):
    """Names by ref; what is `hidden` is withheld, and any other ref that was not asked for is named by its own text."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[str] = set()

    def __missing__(self, ref: str) -> Named:
        """The ref named by what stands in it, unless it is hidden."""
        return _withhold(ref) if ref.lower() in self.hidden else _guess(ref)

    def as_written(self, ref: str) -> Named:
        """For a ref that stands in a file which the actor may see: what is hidden looks like what is not there."""
        return self[ref] if ref in self else _guess(ref)


def get_names(actor: Actor, refs: Iterable[str]) -> Names:
    """Names of entities and repositories; what the actor may not see is withheld.

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
        there = Entity.objects.annotate(is_seen=seen_by(actor, Entity)).filter(ref__in=wanted - ids.keys())
        rows = list(there.values_list("ref", "title", "name", "kind", "type", "removed_at", "is_seen"))
        names.hidden |= {row[0] for row in rows if not row[-1]}
        rows = [row for row in rows if row[-2] is None and row[-1]]
        own = get_own_names(actor, [row[0] for row in rows])
        names.update(
            {r: Named(r, own.get(r) or title or name, kind, type_, True) for r, title, name, kind, type_, *_ in rows}
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


def _withhold(ref: str) -> Named:
    return Named("", _WITHHELD.get(ref.partition(":")[0].lower(), "Something you may not see"), "", is_withheld=True)


def _guess(ref: str) -> Named:
    try:
        parsed = parse_ref(ref)
    except RefError:
        return Named(ref, ref, "")
    return Named(ref, parsed.name, parsed.kind.capitalize())

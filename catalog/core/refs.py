"""References to entities: ``[<kind>:][<namespace>/]<name>``, compared without case.

The rules are those of Backstage's ``parseEntityRef`` and ``stringifyEntityRef`` (catalog-model 1.10): any text is
a reference unless one of its parts is empty or its kind is neither given nor implied by where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_NAMESPACE = "default"


class RefError(ValueError):
    """The text is no reference to an entity; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class EntityRef:
    """One name of one entity. Parts keep the case they were written in; ``str()`` is the canonical lower-case text."""

    kind: str
    namespace: str
    name: str
    _text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_text", f"{self.kind}:{self.namespace}/{self.name}".lower())

    def __str__(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, EntityRef) else NotImplemented

    def __lt__(self, other: EntityRef) -> bool:
        return self._text < other._text

    def __hash__(self) -> int:
        return hash(self._text)


def parse_ref(text: str, default_kind: str | None = None, default_namespace: str = DEFAULT_NAMESPACE) -> EntityRef:
    """Read a reference; parts that are not written come from the defaults.

    Raises RefError when a part is empty, or the kind is neither written nor given as default.
    """
    if not text:
        raise RefError("a reference must not be empty")
    kind, namespace, name = _split(text)
    kind = default_kind if kind is None else kind
    if kind is None:
        raise RefError(f'the reference "{text}" needs its kind in front, as in "component:{text}"')
    return EntityRef(kind, (default_namespace or DEFAULT_NAMESPACE) if namespace is None else namespace, name)


def _split(text: str) -> tuple[str | None, str | None, str]:
    colon, slash = text.find(":"), text.find("/")
    if -1 < slash < colon:  # a colon after the slash belongs to the name
        colon = -1
    kind = None if colon == -1 else text[:colon]
    namespace = None if slash == -1 else text[colon + 1 : slash]
    name = text[max(colon, slash) + 1 :]
    if "" in (kind, namespace, name):
        raise RefError(f'the reference "{text}" has an empty part; expected [<kind>:][<namespace>/]<name>')
    return kind, namespace, name

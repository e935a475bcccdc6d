"""What a row of the table of addresses says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalog.core.access import Action, ObjectKind

SHOP = "group:default/shop"
#: A form for whoever may do it for some team, and what Shop and Money both have to do with.
SOME_TEAM = "some team"


@dataclass(frozen=True, slots=True)
class Need:
    """What must be allowed, as in `catalog.core.access.PERMISSIONS`; `team_ref` is the team it belongs to."""

    kind: ObjectKind
    action: Action = "view"
    team_ref: str | None = SHOP


#: Open: to everybody, signed in or not. Self: to whoever is signed in, about themselves. Both need no entry there.
OPEN: Literal["open"] = "open"
SELF: Literal["self"] = "self"
CATALOG = Need("catalog")


@dataclass(frozen=True, slots=True)
class Row:
    """One method at one address: what it needs, and how it answers those who may (`yes`) and may not (`no`).

    `name` is the name of the URL, for the catalog API `catalog:` and its path. `path` may hold places of the world in
    braces, see `tests.portal.roles.world`. `data` is the form or, for an API, the JSON body. `of`: it belongs to this
    asker alone.
    """

    name: str
    path: str
    need: Need | Literal["open", "self"] = CATALOG
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)
    yes: int = 200
    no: int = 403
    of: str = ""

    @property
    def is_api(self) -> bool:
        """Whether it answers strangers with 401, and tokens at all."""
        return self.name.startswith(("api:", "catalog:"))

    @property
    def takes_sessions(self) -> bool:
        """Whether a browser's session is good for it: in the catalog API for reads alone."""
        return not self.name.startswith("catalog:") or self.method == "GET"

    def __str__(self) -> str:
        """Method and name, the id of its test."""
        return f"{self.method} {self.name} {self.path}"


def form(name: str, path: str, need: Need | Literal["open", "self"], /, **data: Any) -> Row:
    """A form of the portal that is posted and leads elsewhere."""
    return Row(name, path, need, "POST", data, 302)

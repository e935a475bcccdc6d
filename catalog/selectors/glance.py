"""What a read of the catalog API begins with, so that the statement which finds the token can read it as well.

A round trip to PostgreSQL costs more than what is read in it. The row is of the same moment as the token, and it is
looked at only after the token was found good.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from catalog.core.access import Actor
from catalog.core.refs import EntityRef
from catalog.selectors.served import ENTITY_COLUMNS, ServedText, show_entity
from catalog.selectors.views import VIEW_WIDTH, View, list_view_columns, make_view


class Glance(NamedTuple):
    """Columns in SQL, the join that they need, and the values in the join."""

    columns: tuple[str, ...] = ()
    join: str = ""
    given: tuple[str, ...] = ()


def glance_at_nothing(**_: str) -> Glance:
    """The token alone."""
    return Glance()


def glance_at_view(**_: str) -> Glance:
    """What there is to see."""
    return Glance(list_view_columns())


def glance_at_entity(kind: str, namespace: str, name: str) -> Glance:
    """What there is to see, and the entity with this ref."""
    ref = str(EntityRef(kind, namespace, name))
    if "\0" in ref:  # names nothing, and PostgreSQL takes no such text
        return glance_at_view()
    columns = (f"own.{column}" for column in ENTITY_COLUMNS)
    return Glance((*list_view_columns(), *columns), "LEFT JOIN catalog_servedentity own ON own.ref = %s", (ref,))


def view_in(row: tuple[Any, ...], actor: Actor) -> View:
    """What the actor sees, by a row of either glance."""
    return make_view(actor, row[:VIEW_WIDTH])


def entity_in(row: tuple[Any, ...], view: View) -> ServedText | None:
    """The entity in a row of `glance_at_entity`; None if there is none to see."""
    return show_entity(view, row[VIEW_WIDTH:])

"""`visible_to(actor)`: the query set under every page, API, search, facet, count, export and feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, cast

from django.db import models
from django.db.models import Case, Q, Value, When

from catalog.core.access import Subject, may

if TYPE_CHECKING:
    from catalog.core.access import Actor

ModelT = TypeVar("ModelT", bound=models.Model)


class HasVisibility(Protocol):
    """A model that says which of its rows an actor may see."""

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """The condition for `WHERE`; an empty Q means every row."""
        ...


class VisibleQuerySet(models.QuerySet[ModelT]):
    """A query set that can be narrowed to what an actor may see."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may see; nothing at all without the right to read."""
        if not may(actor, "view", Subject("catalog")):
            return self.none()
        model = cast("HasVisibility", self.model)
        return self.filter(model.visible_condition(actor))


class VisibleManager(models.Manager[ModelT]):
    """The manager of models with visibility."""

    def get_queryset(self) -> VisibleQuerySet[ModelT]:
        """All rows; narrow with `visible_to`."""
        return VisibleQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> VisibleQuerySet[ModelT]:
        """The rows this actor may see."""
        return self.get_queryset().visible_to(actor)


def seen_by(actor: Actor, model: type[models.Model]) -> Case | Value:
    """Whether an actor may see a row of the model: for `annotate(is_seen=...)`, to tell what is hidden from what is not
    there. Never for showing a row.
    """
    condition = cast("HasVisibility", model).visible_condition(actor)
    may_read = may(actor, "view", Subject("catalog"))
    if not may_read or not condition:
        return Value(may_read)
    return Case(When(condition, then=Value(value=True)), default=Value(value=False))


def by_source(prefix: str, actor: Actor) -> Q:
    """Condition on rows that reach a Source through `prefix`: no source, an open one, or one this actor may read."""
    if actor.is_administrator:
        return Q()
    conditions: dict[str, Any] = {f"{prefix}__isnull": True}
    return (
        Q(**conditions) | Q(**{f"{prefix}__is_restricted": False}) | Q(**{f"{prefix}__in": actor.restricted_source_ids})
    )

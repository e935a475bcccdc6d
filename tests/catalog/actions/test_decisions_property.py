"""Whatever people decide on the way: while it holds it counts, and once it is withdrawn the files alone decide."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.actions.conflicts import choose_descriptor, withdraw_choice
from catalog.actions.decisions import DecisionError
from catalog.actions.keepings import drop_keeping, keep_entity
from catalog.actions.pending import deliver_changes
from catalog.models import ChangeLog, Descriptor, DescriptorChoice, Entity, Keeping
from tests.catalog.actions.test_reconcile_property import ORIGINS, Files, World, broken_files, ends, files, orders
from tests.catalog.factories import HISTORIES

Step = tuple[str, Files] | tuple[str, int]

looks = st.tuples(st.sampled_from(ORIGINS), files | broken_files)
decisions = st.tuples(st.sampled_from(["choose", "withdraw", "keep", "drop"]), st.integers(0, 30))
steps = st.lists(looks | decisions, max_size=12)


def decide(world: World, what: str, number: int) -> None:
    """Decide about one of whatever there is to decide about."""
    try:
        match what:
            case "choose" if rows := _pick(Descriptor.objects.exclude(state="broken"), number):
                choose_descriptor(rows, "Because.", "account:1", world.now)
            case "withdraw" if rows := _pick(DescriptorChoice.objects.filter(ended_at=None), number):
                withdraw_choice(rows, "No.", "account:1", world.now)
            case "keep" if rows := _pick(Entity.objects.exclude(removed_at=None), number):
                keep_entity(Entity.objects.get(pk=rows).ref, "Because.", "account:1", world.now)
            case "drop" if rows := _pick(Keeping.objects.filter(ended_at=None), number):
                drop_keeping(rows, "No.", "account:1", world.now)
    except DecisionError:
        return
    deliver_changes(world.now)


def _pick(rows: object, number: int) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    return ids[number % len(ids)] if ids else 0


def check(world: World) -> None:
    """What holds at every moment."""
    world.state()
    for choice in DescriptorChoice.objects.filter(ended_at=None):
        holder = Descriptor.objects.get(ref=choice.ref, state="in_force")
        assert holder.origin_id == choice.origin_id, "a choice that holds is in force"
    stand_ins = set(Descriptor.objects.filter(stage=Keeping.STAGE).values_list("ref", "state"))
    assert stand_ins == {
        (ref, "in_force") for ref in Keeping.objects.filter(ended_at=None).values_list("ref", flat=True)
    }


def begin(world: World) -> None:
    world.begin()
    for model in (ChangeLog, DescriptorChoice, Keeping):
        model.objects.all().delete()


@pytest.mark.slow
class DecisionsProperty(TestCase):
    """Random histories of three origins and of people who decide."""

    @given(steps=steps, end=ends, order=orders, fresh=orders)
    @settings(max_examples=HISTORIES, suppress_health_check=list(HealthCheck))
    def test_decisions_hold_while_they_hold_and_leave_nothing_behind(
        self, steps: Sequence[Step], end: dict[str, Files], order: list[str], fresh: list[str]
    ) -> None:
        world = World()
        begin(world)
        for what, how in steps:
            if isinstance(how, int):
                decide(world, what, how)
            else:
                world.look(what, how)
            check(world)
        for name in order:
            world.look(name, end[name])
        for number in range(3 * len(ORIGINS) * 5):
            decide(world, "drop", number)
            decide(world, "withdraw", number)
        reached = world.state()
        begin(world)
        for name in fresh:
            world.look(name, end[name])
        assert reached == world.state()

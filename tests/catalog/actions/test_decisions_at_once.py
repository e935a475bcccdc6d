"""Two people decide, and a worker scans, at the same moment: one decision holds, and none is lost or done twice."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from django.db import transaction

from catalog.actions.conflicts import choose_descriptor, withdraw_choice
from catalog.actions.decisions import DecisionError
from catalog.actions.keepings import drop_keeping, keep_entity
from catalog.actions.reconcile import reconcile_origin
from catalog.core.descriptors import parse_file
from catalog.core.reading import OriginReading, store_document
from catalog.models import Descriptor, DescriptorChoice, Entity, Keeping
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.databases import run_at_once, shared_database
from tests.repositories import component

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CART = "component:default/cart"
ROUNDS = 20


def test_of_two_choices_at_once_one_holds_and_is_in_force(tmp_path: Path) -> None:
    looks = Looks(make_source())
    names = ("first", "second", "third")
    for name in names:
        looks.look(name, component("cart", name))
    rows = [looks.descriptor(name, CART).pk for name in names]
    with shared_database(tmp_path):
        for _ in range(ROUNDS):
            turn = count()
            run_at_once(lambda: choose_descriptor(rows[next(turn) % 3], "Mine.", "account:1", looks.now), 3)  # noqa: B023
            (choice,) = DescriptorChoice.objects.filter(ended_at=None)
            holder = Descriptor.objects.select_related("entity").get(ref=CART, state="in_force")
            assert holder.origin_id == choice.origin_id
            assert holder.entity is not None
            assert holder.entity.body_json == holder.body_json


def test_a_choice_and_a_scan_that_drops_its_file_at_once_leave_no_choice_without_a_file(tmp_path: Path) -> None:
    looks = Looks(make_source())
    looks.look("first", component("cart", "shop"))
    with shared_database(tmp_path):
        for _ in range(ROUNDS):
            looks.look("second", component("cart", "money"))
            row = looks.descriptor("second", CART).pk
            turn = count()

            def work() -> None:
                if next(turn):  # noqa: B023
                    with transaction.atomic():
                        empty = OriginReading("gone", "main", None, "", ())
                        reconcile_origin(looks.origins["second"], empty, looks.now, looks.now)
                    return
                try:
                    choose_descriptor(row, "Mine.", "account:1", looks.now)  # noqa: B023
                except DecisionError:
                    return

            run_at_once(work, 2)
            assert not DescriptorChoice.objects.filter(ended_at=None).exists()
            assert looks.in_force(CART) == "first"


def test_what_two_people_bring_back_at_once_is_there_once(tmp_path: Path) -> None:
    looks = Looks(make_source())
    looks.look("first", component("cart", "shop"))
    looks.look("first")

    def bring_back() -> bool:
        try:
            keep_entity(CART, "It runs.", "account:1", looks.now)
        except DecisionError:
            return False
        return True

    def back_in_a_file() -> bool:
        text = component("cart", "money").encode()
        documents = tuple(store_document(each) for each in parse_file("catalog-info.yaml", text).documents)
        with transaction.atomic():
            reconcile_origin(
                looks.origins["first"], OriginReading("back", "main", None, "", documents), looks.now, looks.now
            )
        return True

    with shared_database(tmp_path):
        for _ in range(ROUNDS):
            assert sorted(run_at_once(bring_back, 2)) == [False, True]
            assert Descriptor.objects.filter(ref=CART).count() == 1
            drop_keeping(Keeping.objects.get(ended_at=None).pk, "No.", "account:1", looks.now)
        turn = count()
        run_at_once(lambda: bring_back() if next(turn) else back_in_a_file(), 2)
        assert Entity.objects.get(ref=CART).owner_text == "money"
        assert not Descriptor.objects.filter(stage=Keeping.STAGE).exists()
        assert not Keeping.objects.filter(ended_at=None).exists()


def test_a_choice_is_withdrawn_once(tmp_path: Path) -> None:
    looks = Looks(make_source())
    looks.look("first", component("cart", "shop"))
    looks.look("second", component("cart", "money"))
    with shared_database(tmp_path):
        for _ in range(ROUNDS):
            choice = choose_descriptor(looks.descriptor("second", CART).pk, "Mine.", "account:1", looks.now)

            def withdraw() -> bool:
                try:
                    withdraw_choice(choice.pk, "No.", "account:1", looks.now)  # noqa: B023
                except DecisionError:
                    return False
                return True

            assert sorted(run_at_once(withdraw, 3)) == [False, False, True]

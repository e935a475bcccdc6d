"""Two people merge, and a worker derives who is in which team, at the same moment: as if one came after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from django.db import transaction

from catalog.actions.decisions import DecisionError
from catalog.models import PersonMerge
from teams.actions import memberships
from teams.actions.people import sync_people
from teams.actions.person_merges import confirm_merge, withdraw_merge
from teams.models import Membership, Person
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.databases import run_at_once, shared_database
from tests.people import user
from tests.repositories import documents, group

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ADA, AL, BO = (f"user:default/{name}" for name in ("ada", "al", "bo"))
ROUNDS = 10


@pytest.fixture
def looks(db: None) -> Looks:
    """Three records, of which any two may be said to be one person."""
    made = Looks(make_source())
    users = user("ada", "shop"), user("al", "shop", "money"), user("bo", "shop")
    made.look("org", documents(group("shop"), group("money"), *users))
    return made


def part(looks: Looks, merges: Iterable[PersonMerge]) -> None:
    for each in merges:
        withdraw_merge(each.pk, "They are not.", "account:1", looks.now)


@pytest.mark.parametrize("pairs", [((ADA, AL), (ADA, AL)), ((ADA, AL), (BO, AL)), ((ADA, AL), (AL, ADA))])
def test_a_record_is_merged_once(looks: Looks, tmp_path: Path, pairs: tuple[tuple[str, str], ...]) -> None:
    """Of a pair the first is kept."""
    with shared_database(tmp_path):
        for _ in range(ROUNDS):
            turn = count()

            def merge() -> bool:
                kept, other = pairs[next(turn)]  # noqa: B023
                try:
                    confirm_merge(kept, other, kept, "She said so.", "account:1", looks.now)
                except DecisionError:
                    return False
                return True

            assert sorted(run_at_once(merge, 2)) == [False, True]
            (held,) = PersonMerge.objects.filter(state="confirmed", ended_at=None)
            assert set(Person.records.exclude(merged_into=None).values_list("ref", flat=True)) == {held.merged_ref}
            part(looks, [held])


def test_a_merge_waits_until_a_worker_has_derived_who_is_in_which_team(
    looks: Looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker pauses after it took the records apart: a merge in that moment would have its memberships ended."""
    is_merged, is_apart, turn = Event(), Event(), count()

    def pause(refs: Collection[str]) -> set[tuple[str, str]]:
        is_apart.set()
        is_merged.wait(1)
        return list_declared(refs)

    def work() -> None:
        if next(turn):
            is_apart.wait(10)
            confirm_merge(ADA, AL, ADA, "She said so.", "account:1", looks.now)
            is_merged.set()
        else:
            with transaction.atomic():
                sync_people([ADA, AL, BO, "group:default/shop", "group:default/money"], looks.now)

    list_declared = memberships._list_declared  # called while the records stand apart
    monkeypatch.setattr(memberships, "_list_declared", pause)
    with shared_database(tmp_path):
        run_at_once(work, 2)
        assert not Membership.records.filter(until__isnull=False).exists()
        assert Membership.objects.count() == 3

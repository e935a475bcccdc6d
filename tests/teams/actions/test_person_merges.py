"""Two records of one person: merged by a person, seen as one by everybody, and parted again without a trace."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.utils import timezone

from catalog.actions.added_aliases import add_alias
from catalog.actions.decisions import DecisionError
from catalog.actions.pending import deliver_changes
from catalog.core.access import SYSTEM
from catalog.models import Alias, PersonMerge, Source
from catalog.selectors.directory import get_directory
from catalog.selectors.merges import get_merged_refs
from portal.access import build_actor
from portal.models import Account
from scoring.core.checks import people_on_call_are_here
from scoring.core.oncall import bind_person
from scoring.core.owners import list_present
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from scoring.core.work import WorkSharer
from scoring.selectors.snapshot import load_snapshot
from teams.actions.membership_decisions import decide_membership, withdraw_membership
from teams.actions.person_merges import confirm_merge, decline_merge, withdraw_merge
from teams.core.membership import Decided, Standing
from teams.models import Membership, Person, Team
from teams.selectors.known_names import list_known_people
from teams.selectors.on_call_people import find_people
from teams.selectors.teams import get_person, list_members
from teams.selectors.visible import count_visible_members
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.people import user
from tests.repositories import component, documents, group
from tests.teams.schedules import keep_schedule, schedule_text

ADA, AL, BO, CY = (f"user:default/{name}" for name in ("ada", "al", "bo", "cy"))
SHOP, MONEY = "group:default/shop", "group:default/money"
WHY = "I asked her."
USERS = {
    "ada": user("ada", "shop", email="ada@example.org", shown="Ada Lovelace", github="adal"),
    "al": user("al", "shop", "money", email="ada@old.example", shown="Ada Lovelace", emails="al@example.org"),
    "bo": user("bo", "money", email="bo@example.org", shown="Bo Derk"),
    "cy": user("cy", "shop", email="bo@old.example", shown="Bo Derk"),
}


def declare(*names: str) -> str:
    return documents(group("shop"), group("money"), *(USERS[name] for name in names))


@pytest.fixture
def looks(db: None) -> Looks:
    """Ada and Bo, each with two records; both of Ada's are in Shop."""
    made = Looks(make_source(), timezone.now())
    made.look("org", declare("ada", "al", "bo", "cy"))
    return made


def merge(looks: Looks, one: str = ADA, other: str = AL, kept: str = ADA) -> PersonMerge:
    made = confirm_merge(one, other, kept, WHY, "account:1", looks.now)
    deliver_changes(looks.now)
    return made


def part(looks: Looks, pk: int) -> None:
    withdraw_merge(pk, "They are two.", "account:1", looks.now)
    deliver_changes(looks.now)


def photograph() -> dict[str, Any]:
    """Everything that a merge touches, but for the decisions themselves."""
    directory = get_directory()
    return {
        "people": sorted(
            Person.records.values_list("ref", "left_at", "own_left_at", "merged_into", "first_seen_at", "email"),
            key=str,
        ),
        "memberships": sorted(
            Membership.records.values_list("team", "person", "record", "is_shadowed", "is_lead", "since", "until"),
            key=str,
        ),
        "aliases": sorted(
            Alias.objects.filter(valid_to=None).values_list("scheme", "value", "entity_ref", "record_ref", "valid_from")
        ),
        "directory": (directory.teams, directory.people, directory.aliases, directory.teams_of),
        "names": list_known_people(),
        "proposed": sorted(
            PersonMerge.objects.filter(state="proposed", ended_at=None).values_list("first_ref", "second_ref")
        ),
    }


class TestOnePerson:
    def test_pages_and_lists_see_one(self, looks: Looks) -> None:
        merge(looks)
        assert sorted(Person.objects.values_list("ref", flat=True)) == [ADA, BO, CY]
        person = get_person(SYSTEM, AL)
        assert person is not None
        assert person.ref == ADA
        shop = Team.objects.get(ref=SHOP)
        assert [str(row.person) for row in list_members(SYSTEM, shop)] == ["Ada Lovelace", "Bo Derk"]
        assert count_visible_members(SYSTEM, [shop.pk])[shop.pk] == 2
        assert {row.team.ref for row in Membership.objects.filter(person=person)} == {SHOP, MONEY}

    @pytest.mark.parametrize("address", ["ada@example.org", "ada@old.example", "al@example.org", "@adal", AL, ADA])
    def test_any_name_of_either_record_is_theirs(self, looks: Looks, address: str) -> None:
        merge(looks)
        assert get_directory().bind(address).person_ref == ADA
        assert list_known_people()[address.removeprefix("@")] == ADA
        assert bind_person(load_snapshot(looks.now, (90,)), address) == ADA
        if "@" in address[1:]:
            assert find_people(SYSTEM, {f"user:default/{address}"})[f"user:default/{address}"].ref == ADA

    def test_the_snapshot_sees_one_and_commits_are_theirs(self, looks: Looks) -> None:
        merge(looks)
        snapshot = load_snapshot(looks.now, (90,))
        assert set(snapshot.people) == {ADA, BO, CY}
        assert len(list_present(snapshot, SHOP)) == 2
        sharer = WorkSharer(snapshot)
        assert sharer.find_person("al@example.org") == ADA
        assert sharer.teams_on(ADA, looks.now.date()) == {SHOP, MONEY}

    def test_who_left_under_one_record_is_there_under_the_other(self, looks: Looks) -> None:
        looks.look("till", component("till", "shop"))
        keep_schedule(schedule_text("shop", "shop", "[[al], [cy]]"), looks.origins["org"])
        looks.look("org", declare("ada", "bo", "cy"))
        assert _judge(load_snapshot(timezone.now(), (90,))) == {Outcome.FAILED}
        merge(looks)
        assert _judge(load_snapshot(timezone.now(), (90,))) == {Outcome.PASSED}

    def test_the_kept_record_may_leave_and_the_person_stays(self, looks: Looks) -> None:
        merge(looks)
        looks.look("org", declare("al", "bo", "cy"))
        (person,) = Person.objects.filter(ref=ADA)
        assert person.left_at is None
        assert get_directory().bind("al@example.org").person_ref == ADA
        looks.look("org", declare("bo", "cy"))
        person.refresh_from_db()
        assert person.left_at is not None

    def test_a_decision_that_they_are_out_holds_for_both_records(self, looks: Looks) -> None:
        merge(looks)
        shop, ada = Team.objects.get(ref=SHOP), Person.objects.get(ref=ADA)
        decided = decide_membership(shop, ada, Decided(Standing.OUT), "Moved on.", actor_ref="account:1", now=looks.now)
        assert [str(row.person) for row in list_members(SYSTEM, shop)] == ["Bo Derk"]
        withdraw_membership(decided.pk, "Came back.", "account:1", looks.now)
        assert [str(row.person) for row in list_members(SYSTEM, shop)] == ["Ada Lovelace", "Bo Derk"]


def _judge(snapshot: Snapshot) -> set[Outcome]:
    return {verdict.outcome for verdict in people_on_call_are_here.judge(snapshot) if verdict.subject_ref == SHOP}


class TestRights:
    """Saying that two are one gives nobody what only the other's files give."""

    @pytest.mark.parametrize(("account", "teams"), [(ADA, {SHOP}), (AL, {SHOP, MONEY})])
    def test_an_account_has_the_teams_of_its_own_record(self, looks: Looks, account: str, teams: set[str]) -> None:
        someone = Account.objects.create_user("someone", person_ref=account)
        merge(looks)
        assert build_actor(someone).team_refs == teams
        shop, ada = Team.objects.get(ref=SHOP), Person.objects.get(ref=ADA)
        decide_membership(shop, ada, Decided(Standing.OUT), "Gone.", actor_ref="account:1", now=looks.now)
        assert build_actor(someone).team_refs == teams - {SHOP}

    def test_a_record_that_left_has_none(self, looks: Looks) -> None:
        someone = Account.objects.create_user("someone", person_ref=AL)
        merge(looks)
        looks.look("org", declare("ada", "bo", "cy"))
        assert build_actor(someone).team_refs == set()


class TestProposals:
    @pytest.mark.usefixtures("looks")
    def test_what_looks_like_one_is_proposed_with_the_reason(self) -> None:
        (row,) = PersonMerge.objects.all()
        assert (row.first_ref, row.second_ref, row.state) == (ADA, AL, "proposed")
        assert row.likeness == ["same-name-and-local-part"]

    def test_a_look_proposes_nothing_twice_and_ends_what_is_over(self, looks: Looks) -> None:
        looks.look("org", declare("ada", "al", "bo", "cy"))
        looks.look("org", declare("ada", "bo", "cy") + "---\n" + user("al", "money", email="q@example.org"))
        (row,) = PersonMerge.objects.all()
        assert row.end_reason == "They look like one person no more."

    def test_what_somebody_declined_is_not_brought_up_again(self, looks: Looks) -> None:
        pk = PersonMerge.objects.get().pk
        decline_merge(pk, "Mother and daughter.", "account:1", looks.now)
        looks.look("org", declare("ada", "al"))
        assert PersonMerge.objects.get().state == "declined"
        withdraw_merge(pk, "One after all.", "account:1", looks.now)
        assert PersonMerge.objects.get(ended_at=None).state == "proposed"

    def test_a_look_undoes_no_decision(self, looks: Looks) -> None:
        merge(looks)
        looks.look("org", declare("ada", "al", "bo"))
        looks.look("org", declare("ada", "al", "bo", "cy"))
        assert get_merged_refs() == {AL: ADA}
        assert not PersonMerge.objects.filter(state="proposed", ended_at=None).exists()


class TestWhatCannotBeSaid:
    @pytest.mark.parametrize(
        ("pair", "kept", "says"),
        [
            ((ADA, ADA), "", "Name two people"),
            ((ADA, "user:default/nobody"), "", "Name two people"),
            ((ADA, SHOP), "", "Name two people"),
            ((ADA, BO), CY, "one of the two"),
        ],
    )
    def test_it_is_of_two_people(self, looks: Looks, pair: tuple[str, str], kept: str, says: str) -> None:
        with pytest.raises(DecisionError, match=says):
            confirm_merge(*pair, kept, WHY, "account:1", looks.now)

    def test_what_is_merged_is_merged_by_the_kept_record(self, looks: Looks) -> None:
        merge(looks)
        with pytest.raises(DecisionError, match="merged already"):
            confirm_merge(AL, BO, "", WHY, "account:1", looks.now)

    def test_records_that_not_the_same_people_see_stay_two(self, looks: Looks) -> None:
        hidden = make_source("/srv/hidden", is_restricted=True)
        Person.objects.filter(ref=AL).update(source=hidden)
        with pytest.raises(DecisionError, match="not the same people may see"):
            confirm_merge(ADA, AL, "", WHY, "account:1", looks.now)
        assert Source.objects.count() == 2


def test_parting_leaves_everything_as_it_was(looks: Looks) -> None:
    before = photograph()
    made = merge(looks)
    assert photograph() != before
    part(looks, made.pk)
    assert photograph() == before


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_decisions_and_looks_ends_as_if_only_what_holds_had_been_said(looks: Looks, seed: int) -> None:
    """Merges in chains, parted in any order, with people who come and go in between."""
    chance = random.Random(seed)  # noqa: S311  # the same sequence each time
    present = ["ada", "al", "bo", "cy"]
    held: list[int] = []
    for _ in range(8):
        step = chance.choice(["merge", "merge", "part", "look"])
        if step == "merge":
            free = list(Person.objects.order_by("ref").values_list("ref", flat=True))
            if len(free) > 1:
                one, other = chance.sample(free, 2)
                held.append(merge(looks, one, other, chance.choice([one, other])).pk)
        elif step == "part" and held:
            part(looks, held.pop(chance.randrange(len(held))))
        elif step == "look":
            present = sorted(chance.sample(sorted(USERS), chance.randint(1, 4)))
            looks.look("org", declare(*present))
    joined = photograph()
    while held:
        part(looks, held.pop())
    parted = photograph()
    assert all(row[2:4] == (None, None) for row in parted["people"]), "nothing of a merge is left"
    assert all(row[2:4] == (None, False) for row in parted["memberships"])
    assert {row[0] for row in parted["people"] if row[1] is None} == {f"user:default/{name}" for name in present}
    assert all(row[3] == "" for row in parted["aliases"])
    assert {row[:2] for row in joined["aliases"] if row[0] != "ref"} == {row[:2] for row in parted["aliases"]}


def test_what_somebody_added_goes_with_the_record(looks: Looks) -> None:
    made = merge(looks)
    add_alias(ADA, "email", "a@train.example", WHY, "account:1", looks.now)
    part(looks, made.pk)
    assert get_directory().bind("a@train.example").person_ref == ADA
    assert get_directory().bind("al@example.org").person_ref == AL

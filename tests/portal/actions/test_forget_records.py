"""Erasing somebody with several records, and nobody else with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalog.actions.added_aliases import add_alias
from catalog.actions.decisions import DecisionError
from catalog.actions.work import deliver_all
from catalog.core.access import COMMAND
from catalog.models import ChangeLog, Entity, Origin, PersonMerge
from catalog.models.clock import database_now
from portal.actions.forget import forget_person
from portal.models import Account, AuditEvent
from teams.actions.person_merges import confirm_merge, withdraw_merge
from teams.models import Membership, Person
from tests.people import user
from tests.portal.erasure_world import commit_as, scan, sum_up, walk_tables
from tests.repositories import Clones, documents

pytestmark = pytest.mark.django_db(transaction=True)

ZOE, OLD, NAMESAKE, BO = "user:default/zoe.m", "user:old/zoe.m", "user:far/zoe.m", "user:default/bo"
EMAIL, OLD_EMAIL = "zoe.m@example.org", "zmarquand@old.example.org"
MARKS = ("marquand", "zoe.m@", "user:default/zoe.m", "user:old/zoe.m")


def inside(namespace: str, text: str) -> str:
    return text.replace("metadata:\n", f"metadata:\n  namespace: {namespace}\n", 1)


def team(name: str, *members: str) -> str:
    lines = (
        "apiVersion: backstage.io/v1alpha1",
        "kind: Group",
        "metadata:",
        f"  name: {name}",
        "spec:",
        "  type: team",
    )
    return "\n".join((*lines, "  children: []", f"  members: [{', '.join(members)}]\n"))


PEOPLE = documents(
    user("zoe.m", "shop", email=EMAIL, shown="Zoe Marquand", github="zoe-marquand"),
    inside("old", user("zoe.m", "group:default/shop", email=EMAIL, shown="Zoe Marquand", emails=OLD_EMAIL)),
    user("bo", "shop", email="bo@example.org", shown="Bo Bee"),
    team("shop", "zoe.m", "bo"),
)
FAR = documents(
    inside("far", user("zoe.m", email="zm@far.example.org", shown="Zoe Other", github="zoe.m")),
    inside("far", team("far", "zoe.m")),
)


@pytest.fixture
def company(clones: Clones, tmp_path: Path, settings: Any) -> Clones:
    """Zoe with two records, somebody else whose ref and login are written like hers, and Bo."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    clones.commit("org", {"catalog-info.yaml": PEOPLE, "far/catalog-info.yaml": FAR})
    for number, email in enumerate((EMAIL, OLD_EMAIL)):
        commit_as(clones, "org", email, {f"{number}.md": f"{number}"})
    scan(clones)
    return clones


def merge(one: str = ZOE, other: str = OLD) -> PersonMerge:
    made = confirm_merge(one, other, one, "She said so.", "account:1", database_now())
    deliver_all()
    return made


def part(merge: PersonMerge) -> None:
    withdraw_merge(merge.pk, "They are two.", "account:1", database_now())
    deliver_all()


@pytest.mark.parametrize("asked", [ZOE, OLD])
def test_all_records_of_a_person_are_erased_at_once(company: Clones, asked: str) -> None:
    merge()
    accounts = [Account.objects.create_user(f"z{n}", person_ref=ref).pk for n, ref in enumerate((ZOE, OLD))]
    before = sum_up()
    assert forget_person(COMMAND, asked, is_trial=True).records == [ZOE, OLD]
    found = forget_person(COMMAND, asked)
    assert walk_tables(MARKS) == {}
    assert sum_up() == before
    kept, other = found.records
    assert found.ref == kept
    assert Person.records.get(ref=other).merged_into == Person.objects.get(ref=kept)
    assert not Account.objects.filter(pk__in=accounts, is_active=True).exists()
    event = AuditEvent.objects.get(action="person-forgotten")
    assert (event.subject, event.detail["merged"]) == (kept, [other])
    assert forget_person(COMMAND, asked).rows == {}, "a second run changes nothing"


def test_no_scan_and_no_undoing_brings_them_back(company: Clones) -> None:
    made = merge()
    records = forget_person(COMMAND, ZOE).records
    people = sorted(Person.records.values_list("ref", "email", "shown_name"))
    before = ChangeLog.objects.count()
    Origin.objects.update(read_digest="")
    scan(company)
    assert ChangeLog.objects.count() == before, "the scan reads what was cleaned"
    assert sorted(Person.records.values_list("ref", "email", "shown_name")) == people
    part(made)
    scan(company)
    assert walk_tables(MARKS) == {}
    assert Membership.objects.filter(person__ref__in=records, until=None).count() == 2
    assert not PersonMerge.objects.filter(state="proposed", ended_at=None).exists()


def test_who_was_taken_for_them_once_is_not_erased(company: Clones) -> None:
    part(merge(ZOE, BO))
    found = forget_person(COMMAND, ZOE)
    assert BO in found.spared
    bo = Person.objects.get(ref=BO)
    assert (bo.shown_name, bo.email) == ("Bo Bee", "bo@example.org")
    assert Membership.objects.filter(person=bo, until=None).count() == 1


def test_who_is_written_like_them_elsewhere_is_not_erased(company: Clones) -> None:
    merge()
    found = forget_person(COMMAND, ZOE)
    assert found.spared["zoe.m"], "it is the login of somebody else"
    scan(company)
    namesake = Person.objects.get(ref=NAMESAKE)
    assert Membership.objects.get(person=namesake).until is None
    assert '"github.com/user-login":"zoe.m"' in Entity.objects.get(ref=NAMESAKE).body_json
    assert Membership.objects.filter(person__ref=found.ref, until=None).exists()


def test_a_pseudonym_is_merged_with_nobody(company: Clones) -> None:
    ref = forget_person(COMMAND, OLD).ref
    with pytest.raises(DecisionError, match="erased"):
        confirm_merge(ZOE, ref, ZOE, "She said so.", "account:1", database_now())


def test_a_pseudonym_is_given_no_address(company: Clones) -> None:
    ref = forget_person(COMMAND, OLD).ref
    with pytest.raises(DecisionError, match="erased"):
        add_alias(ref, "email", "zoe@private.example", "It is hers.", "account:1", database_now())


def test_what_was_declined_stays_declined_under_the_pseudonyms(company: Clones) -> None:
    """Refs of a pair are in order; pseudonyms come in any."""
    for number in range(8):
        PersonMerge.objects.create(
            first_ref=f"user:default/a{number}", second_ref=ZOE, state="declined", seen_at=database_now()
        )
        PersonMerge.objects.create(
            first_ref=ZOE, second_ref=f"user:default/zz{number}", state="declined", seen_at=database_now()
        )
    forget_person(COMMAND, ZOE)
    assert all(row.first_ref < row.second_ref for row in PersonMerge.objects.all())

"""The demo's findings equal its truth, and it goes without a trace."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from catalog.core.access import COMMAND
from catalog.models import Entity, Origin, Source
from portal.demo.truth import load_truth
from scoring.core.registry import get_checks
from scoring.models import AuthorActivity, Finding
from teams.models import Membership, Person
from teams.selectors.identities import list_identities
from teams.selectors.person_merges import list_proposed_merges

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_data_folder(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def demo(*arguments: str) -> str:
    out = StringIO()
    if arguments:
        call_command("demo", *arguments, stdout=out)
        return out.getvalue()
    with pytest.raises(SystemExit) as ended:
        call_command("demo", stdout=out)
    assert ended.value.code == 0, out.getvalue()
    return out.getvalue()


def test_the_findings_equal_the_truth_and_a_second_look_changes_nothing(tmp_path: Path) -> None:
    text = demo()
    assert "The findings equal the truth" in text
    planted = [plant for plant in load_truth().plants if plant.check in get_checks()]
    assert len(planted) >= 9
    before = set(Finding.objects.values_list("pk", "state", "opened_at"))
    demo()
    assert set(Finding.objects.values_list("pk", "state", "opened_at")) == before


def test_one_person_has_two_users_and_one_two_addresses() -> None:
    demo()
    (proposed,) = list_proposed_merges(COMMAND)
    assert (proposed.first_ref, proposed.second_ref) == (
        "user:default/sofia-brennickova",
        "user:default/sofia.brennickova",
    )
    assert proposed.likeness == ["same-name-and-local-part", "same-name-and-login"]
    assert Membership.objects.filter(team__name="carriers", until=None).count() == 4, "she counts twice until then"
    hugo = Person.objects.get(name="hugo.pellingar")
    at_home = "hugo@pellingar-pottery.example"
    assert at_home in {each.value for each in list_identities([hugo])[hugo.ref]}
    assert AuthorActivity.objects.filter(author_email=at_home).exists()


def test_plants_without_a_check_are_named_as_pending() -> None:
    text = demo()
    pending = [plant for plant in load_truth().plants if plant.check not in get_checks()]
    assert all(plant.id in text for plant in pending)


def test_removed_it_leaves_nothing_open(tmp_path: Path) -> None:
    demo()
    assert "16 repositories" in demo("--remove")
    assert not Source.objects.filter(removed_at=None).exists()
    assert not Origin.objects.filter(removed_at=None).exists()
    assert not Entity.objects.filter(removed_at=None).exists()
    assert not Finding.objects.filter(state=Finding.State.OPEN).exists()
    assert not (tmp_path / "demo").exists()

"""One person, several addresses: whoever asks by one finds the same person, wherever the address was written."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from catalog.actions.added_aliases import add_alias, withdraw_alias
from catalog.actions.decisions import DecisionError
from catalog.core.access import SYSTEM
from catalog.core.addresses import fold_name
from catalog.models import Alias, ChangeLog, Origin
from catalog.selectors.directory import get_directory
from portal.selectors.activity import get_activity
from portal.selectors.team_work import list_common_work
from portal.selectors.whereabouts import find_by_email
from scoring.core.work import WorkSharer
from scoring.selectors.snapshot import load_snapshot
from teams.selectors.known_names import list_known_people
from teams.selectors.on_call_people import find_people
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.people import commit_as, user
from tests.repositories import component, documents, group

ADA, SHOP = "user:default/ada", "group:default/shop"
FILE = user("ada", "shop", email="ada@example.org", emails="Ada@Home.example, nonsense, a.b@old.example", github="AdaL")
#: where each was written: the profile, the annotation, a login that Git hosts make addresses of, a person's decision
ADDRESSES = (
    "ada@example.org",
    "ada@home.example",
    "a.b@old.example",
    "12345+adal@users.noreply.github.com",
    "adal@users.noreply.github.com",
    "ada@phone.example",
)


@pytest.fixture
def looks(db: None) -> Looks:
    """Shop with Ada in it, and Money with Bo; Ada also wrote from her phone."""
    made = Looks(make_source(), timezone.now())
    made.look("org", documents(group("shop"), group("money"), FILE, user("bo", "money", email="bo@example.org")))
    _add("ada@phone.example", made.now)
    return made


def _add(address: str, now: datetime, person: str = ADA, scheme: str = "email") -> int:
    return add_alias(person, scheme, address, "They told me.", "command", now).pk


@pytest.fixture
def origin(looks: Looks) -> Origin:
    return looks.origins["org"]


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("address", ADDRESSES)
class TestEveryoneFindsThePerson:
    def test_commits_count_for_the_team(self, origin: Origin, address: str) -> None:
        commit_as(origin, address, 7)
        assert WorkSharer(load_snapshot(timezone.now(), (90,))).find_person(address) == ADA

    def test_the_page_of_a_repository_counts_them(self, origin: Origin, address: str) -> None:
        commit_as(origin, address, 7)
        assert [(each.team and each.team.ref, each.commits) for each in get_activity(SYSTEM, origin).teams] == [
            (SHOP, 7)
        ]

    def test_so_does_the_page_of_a_team(self, looks: Looks, address: str) -> None:
        looks.look("tills", component("till", "money"))
        commit_as(looks.origins["tills"], address, 7)
        (common,) = list_common_work(SYSTEM, SHOP, (), get_directory(), timezone.now().date())
        assert (common.team_ref, common.commits) == ("group:default/money", 7)

    def test_code_owners_are_bound(self, address: str) -> None:
        assert get_directory().bind(address.upper()).team_ref == SHOP

    def test_a_calendar_means_the_person(self, address: str) -> None:
        assert list_known_people()[fold_name(address)] == ADA

    def test_a_schedule_means_the_person(self, address: str) -> None:
        assert find_people(SYSTEM, {f"user:default/{address}"})[f"user:default/{address}"].ref == ADA

    def test_whose_address_is_this(self, address: str) -> None:
        (found,) = find_by_email(SYSTEM, address)
        assert (found.subject_ref, found.team_ref) == (ADA, SHOP)


def test_what_a_person_said_survives_a_look_and_is_taken_back(looks: Looks) -> None:
    before = set(Alias.objects.filter(valid_to=None).values_list("scheme", "value", "entity_ref"))
    pk = _add("ada@train.example", looks.now)
    looks.look("org", documents(group("shop"), FILE))
    looks.look("org", documents(group("shop"), group("money"), FILE, user("bo", "money", email="bo@example.org")))
    assert get_directory().bind("ada@train.example").person_ref == ADA
    withdraw_alias(pk, "It was somebody else's.", "command", looks.now)
    assert set(Alias.objects.filter(valid_to=None).values_list("scheme", "value", "entity_ref")) == before


def test_the_change_log_names_no_address(looks: Looks) -> None:
    log = ChangeLog.objects.filter(subject_ref=ADA, action=ChangeLog.Action.DECIDED).latest("pk")
    assert "example" not in str(log.fields)
    assert log.fields["(address or login)"] == [None, "e-mail address"]


@pytest.mark.parametrize(
    ("scheme", "text", "says"),
    [
        ("email", "bo@example.org", "Somebody else has it"),
        ("email", "CI@example.org", "Many may share such an address"),
        ("email", "ADA@example.org", "They have it already"),
        ("email", "no address", "no E-mail address"),
        ("github-login", "two words", "no GitHub login"),
        ("github-team", "acme/shop", "no such kind"),
    ],
)
def test_what_cannot_be_said(looks: Looks, scheme: str, text: str, says: str) -> None:
    with pytest.raises(DecisionError, match=says):
        _add(text, looks.now, scheme=scheme)


def test_it_is_said_of_people_who_are_there(looks: Looks) -> None:
    for ref in ("user:default/nobody", SHOP):
        with pytest.raises(DecisionError, match="no such person"):
            _add("x@example.org", looks.now, ref)


def test_an_address_of_two_is_nobodys(looks: Looks) -> None:
    looks.look("more", user("cy", "money", emails="ada@home.example"), source=looks.source)
    name = "user:default/ada@home.example"
    assert find_people(SYSTEM, {name})[name].is_known is False
    assert get_directory().bind("ada@home.example").person_ref == ""

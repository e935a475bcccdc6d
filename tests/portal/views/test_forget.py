"""Erasing a person in the portal and by script: administrators alone, and not by accident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalog.core.access import Scope
from catalog.models import Erasure
from portal.models import AuditEvent
from teams.actions.person_merges import confirm_merge
from teams.models import Membership, Person
from tests.portal.api.world import make_script
from tests.portal.erasure_world import walk_tables
from tests.portal.organisation import Named, Organisation, make_member
from tests.portal.views.cases import declare_people

PAGE, API = "/people/default/tom/forget", "/people/default/tom/forget"
REF = "user:default/tom"
CONFIRM: dict[str, Any] = {"confirm": REF}
BOTH = (Scope.READ, Scope.WRITE)


@pytest.fixture(autouse=True)
def _world(org: Organisation, teammate: Named, tmp_path: Path, settings: Any) -> None:
    """Tom, in the team Shop, by a file; mails go to a folder of the test."""
    declare_people()
    settings.EMAIL_FILE_PATH = tmp_path


@pytest.mark.parametrize("name", ["owner", "teammate", "lead", "outsider"])
def test_only_administrators_erase_people(request: pytest.FixtureRequest, name: str) -> None:
    someone: Named = request.getfixturevalue(name)
    assert someone.get(PAGE).status_code == 403
    assert someone.post(PAGE, **CONFIRM).status_code == 403
    assert make_script(someone.account, BOTH).send("POST", API, CONFIRM).status_code == 403
    assert f'href="{PAGE}"' not in someone.get("/people/default/tom").content.decode()
    assert not Erasure.objects.exists()


def test_the_page_says_what_would_change_and_changes_nothing(administrator: Named) -> None:
    assert f'href="{PAGE}"' in administrator.get("/people/default/tom").content.decode()
    for response in (administrator.get(PAGE), administrator.post(PAGE, confirm="tom")):
        page = response.content.decode()
        assert response.status_code == 200
        assert "Forget Tom?" in page
        assert "<code>teams.Person</code>" in page
    assert "This is not user:default/tom." in page
    assert Person.objects.filter(ref=REF).exists()
    assert not Erasure.objects.exists()


def test_with_the_ref_typed_in_they_are_erased(administrator: Named, org: Organisation) -> None:
    response = administrator.post(PAGE, **CONFIRM, also="tommy-99@example.org\nTom Archer")
    page = response.content.decode()
    assert response.status_code == 200
    ref = Erasure.objects.get().ref
    assert ref in page
    assert Membership.objects.get(person__ref=ref, until=None).team == org.shop
    assert walk_tables(("tom@example.org", REF)) == {}
    assert administrator.get(PAGE).status_code == 404
    person = administrator.get(f"/people/default/{ref.rpartition('/')[2]}").content.decode()
    assert "Somebody who was erased" in person
    assert "mailto:" not in person.partition("<main")[2], "nobody is reached by a pseudonym"
    assert "Add an address" not in person
    assert administrator.get(f"/people/default/{ref.rpartition('/')[2]}/forget").status_code == 403, "not twice"
    (event,) = AuditEvent.objects.filter(action="person-forgotten")
    assert (event.actor_ref, event.subject) == (f"account:{administrator.account.pk}", ref)


def test_a_script_of_an_administrator_erases_and_tries(administrator: Named) -> None:
    script = make_script(administrator.account, BOTH)
    trial = script.send("POST", API, CONFIRM | {"dry_run": True}).json()
    assert trial["dry_run"]
    assert not Erasure.objects.exists()
    done = script.send("POST", API, CONFIRM)
    assert done.status_code == 200, done.content
    assert done.json()["changed"] == trial["changed"]
    again = script.send("POST", API, CONFIRM).json()
    assert (again["ref"], again["changed"]) == (done.json()["ref"], [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"confirm": "user:default/olga"}, 400),
        ({"also": "x"}, 400),
        ({"also": [1]}, 400),
        ({"also": ["user:"]}, 409),
        ({"dry_run": "yes"}, 400),
        ({"more": 1}, 400),
    ],
)
def test_what_is_not_said_clearly_erases_nobody(administrator: Named, body: dict[str, Any], status: int) -> None:
    script = make_script(administrator.account, BOTH)
    answer = script.send("POST", API, CONFIRM | body if body else {})
    assert answer.status_code == status, answer.content
    assert not Erasure.objects.exists()


def test_a_token_that_may_only_read_erases_nobody(administrator: Named) -> None:
    assert make_script(administrator.account, (Scope.READ,)).send("POST", API, CONFIRM).status_code == 403
    assert (
        make_script(administrator.account, BOTH)
        .send("POST", "/people/default/nobody/forget", {"confirm": "user:default/nobody"})
        .status_code
        == 404
    )
    assert not Erasure.objects.exists()


def test_whoever_has_two_records_is_told_of_both(administrator: Named, org: Organisation) -> None:
    other = make_member(org.shop, "tommy").ref
    confirm_merge(REF, other, REF, "They are one.", "account:1", timezone.now())
    for page in (PAGE, "/people/default/tommy/forget"):
        answer = administrator.get(page)
        assert answer.status_code == 200
        assert f"One person with <code>{other}</code>: all records go." in answer.content.decode()
    script = make_script(administrator.account, BOTH)
    body = {"confirm": other, "dry_run": True}
    assert script.send("POST", "/people/default/tommy/forget", body).json()["records"] == [REF, other]
    done = administrator.post(PAGE, **CONFIRM)
    assert "2 records were theirs" in done.content.decode()
    assert walk_tables(("tom@example.org", REF, other)) == {}

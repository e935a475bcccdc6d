"""`manage.py forget` as an administrator meets it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from catalog.core.erasure import Reach
from catalog.models import Entity, ErasedText
from portal.mail_files import EmailBackend
from teams.models import Person
from tests.portal.erasure_world import EMAIL, NAMED, REF, walk_tables
from tests.scoring.factories import NOW, make_entity, make_origin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mails(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"  # type: ignore[attr-defined]
    return tmp_path / "mail"


def make_people(*refs: str) -> None:
    for ref in refs:
        name = ref.rpartition("/")[2]
        make_entity(name, "", kind="User", type="")
        Person.objects.create(ref=ref, name=name, shown_name=f"{name.title()} Green", first_seen_at=NOW)


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("forget", *arguments, stdout=out, stderr=StringIO())
    return int(ended.value.code or 0), out.getvalue()


def test_it_says_what_changed_and_proves_that_nothing_is_left() -> None:
    make_people("user:default/jane7")
    status, text = run("user:default/jane7", "--dry-run")
    assert status == 0
    assert "would be changed" in text
    assert Person.objects.filter(name="jane7").exists()
    status, text = run("user:default/jane7", "--format", "json")
    read = json.loads(text)
    assert (status, read["left"], read["rows"]["teams.Person"]) == (0, [], 1)
    assert read["ref"].startswith("user:default/erased-")
    assert walk_tables(("jane7",)) == {}
    assert "0 rows" in run("user:default/jane7")[1]


def test_a_word_of_everyday_life_is_taken_for_a_person_only_where_it_is_a_name() -> None:
    make_people("user:default/will")
    make_entity("cart", "user:will", title="It will last", metadata={"name": "cart", "description": "We will see."})
    assert run("user:default/will")[0] == 1
    assert ErasedText.objects.get(reach=Reach.SCALAR).replacement.startswith("erased-")
    status, text = run("user:default/will")
    assert status == 1, "the proof tells of every row that has the word"
    assert "the word stands for something else too, or may" in text
    cart = Entity.objects.get(name="cart")
    assert (cart.title, "We will see." in cart.body_json) == ("It will last", True)
    assert cart.owner_text.startswith("user:erased-")


def test_what_others_are_known_by_too_is_left_alone_unless_asked_for() -> None:
    make_people("user:default/jane7", "user:default/june7")
    Person.objects.update(shown_name="J Green", email="green@example.org")
    assert "others are known by it too" in run("user:default/jane7")[1]
    assert Person.objects.get(name="june7").shown_name == "J Green"
    run("user:default/jane7", "--also", "j.green@old.example.org")
    assert ErasedText.objects.filter(reach=Reach.EMAIL).count() == 1, "the shared address stays"


def test_nobody_is_refused_and_so_is_a_team() -> None:
    for ref in ("user:default/nobody", "group:default/shop", "a b"):
        with pytest.raises(CommandError):
            call_command("forget", ref, stdout=StringIO(), stderr=StringIO())


def test_written_mails_that_name_them_are_deleted(mails: Path) -> None:
    make_origin()
    make_people(REF)
    Person.objects.filter(ref=REF).update(email=EMAIL, shown_name="Zelda Marquand")
    EmailBackend().send_messages(
        [
            EmailMessage("Your week", NAMED, "b@example.org", ["bo@example.org"], headers={"Message-ID": "<1@x>"}),
            EmailMessage("Your week", "Hello", "b@example.org", [EMAIL], headers={"Message-ID": "<2@x>"}),
            EmailMessage("Your week", "Hello", "b@example.org", ["bo@example.org"], headers={"Message-ID": "<3@x>"}),
        ]
    )
    assert "2 written mails were deleted" in run(REF)[1]
    assert len(list(mails.glob("*.eml"))) == 1

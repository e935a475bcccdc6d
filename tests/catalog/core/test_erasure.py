"""Where a text is taken for an erased person, and where it is not; what is read twice comes out the same."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.erasure import Erased, Eraser, Pseudonym, Reach, fold, is_distinctive

WILL = Pseudonym("ab12")
REF = "user:default/erased-ab12"


@pytest.fixture
def eraser() -> Eraser:
    """Will Shaw, whose ref is a word of everyday life, whose login at a host is none."""
    texts = {
        "user:default/will": (Reach.REF, REF),
        "will": (Reach.SCALAR, WILL.get_handle()),
        "w.shaw": (Reach.WORD, WILL.get_handle(2)),
        "will.shaw@example.org": (Reach.EMAIL, WILL.get_email()),
        "Will Shaw": (Reach.PHRASE, WILL.shown_name),
        "Conan O'Brien-Shaw": (Reach.PHRASE, WILL.shown_name),
        "payments": (Reach.LOGIN, WILL.get_handle(3)),
        "stock": (Reach.LOGIN, WILL.get_handle(4)),
        "user:default/stock": (Reach.REF, f"{REF}-was-2"),
    }
    known = {fold(text): Erased(reach, replacement) for text, (reach, replacement) in texts.items()}
    return Eraser(lambda text: text, known, {REF: WILL})


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Will.Shaw@Example.org", "erased-ab12@erased.invalid"),
        ("mailto:will.shaw%40example.org", "mailto:erased-ab12@erased.invalid"),
        ("12345+w.shaw@users.noreply.github.com", "erased-ab12-2@users.noreply.github.com"),
        ("user:default/will", REF),
        ("user:will and User:Default/Will", "user:erased-ab12 and User:Default/erased-ab12"),
        ("default/will", "default/erased-ab12"),
        ("will", "erased-ab12"),
        ("[[will], [bo]]", "[[erased-ab12], [bo]]"),
        ("a: will # lead\n  - will\nb: x", "a: erased-ab12 # lead\n  - erased-ab12\nb: x"),
        ("people/will.yaml", "people/erased-ab12.yaml"),
        ("will, bo", "erased-ab12, bo"),
        ("* @will @acme/will", "* @erased-ab12 @acme/will"),
        ("https://github.com/payments", "https://github.com/erased-ab12-3"),
        ("It is w.shaw. W.SHAW's file: w.shaw.yaml", "It is erased-ab12-2. erased-ab12-2's file: erased-ab12-2.yaml"),
        ("WILL  shaw's and Shaw, Will", "Erased person ab12's and Shaw, erased-ab12"),
        ("by Conan O'Brien-Shaw.", "by Erased person ab12."),
    ],
)
def test_what_names_the_person_is_replaced(eraser: Eraser, text: str, cleaned: str) -> None:
    assert eraser.clean(text) == cleaned
    assert eraser.clean(cleaned) == cleaned, "what was cleaned is not cleaned again"


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "It will last.", "We will, if we can", "goodwill", "will-power", "payments", "- payments\n",
        "owner: payments", "user:default/payments", "user:other/will", "component:default/will",
        "will@example.org", "Shaw", "will.shaw@example.org.uk", "w.shawn", "Free Will Shawarma", "user:", "@", "a/b/c",
        "\ud800 broken", "x" * 5000,
    ],
)  # fmt: skip
def test_what_does_not_is_left_to_the_letter(eraser: Eraser, text: str) -> None:
    assert eraser.clean(text) is text


def test_data_is_cleaned_in_depth_and_keys_as_well(eraser: Eraser) -> None:
    data = {"will.shaw@example.org": [{"by": "Will Shaw"}, 3, None, True], "n": "It will"}
    assert eraser.clean_data(data) == {WILL.get_email(): [{"by": WILL.shown_name}, 3, None, True], "n": "It will"}


def test_of_their_own_user_little_more_is_left_than_their_teams(eraser: Eraser) -> None:
    body: dict[str, Any] = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "User",
        "metadata": {
            "name": "will", "description": "likes tea", "links": [{"url": "https://example.org"}],
            "annotations": {"github.com/user-login": "w.shaw", "example.org/desk": "3rd floor"},
        },
        "spec": {"profile": {"displayName": "W.", "email": "new@example.org", "picture": "x"}, "memberOf": ["shop"]},
    }  # fmt: skip
    assert eraser.clean_body(body, REF) == {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "User",
        "metadata": {
            "name": "erased-ab12",
            "annotations": {"github.com/user-login": "erased-ab12-2", "bailiwick.dev/emails": WILL.get_email()},
        },
        "spec": {
            "profile": {"displayName": WILL.shown_name, "email": WILL.get_email()},
            "memberOf": ["shop"],
        },
    }


def test_a_member_of_a_group_is_a_person_even_where_something_else_has_that_name(eraser: Eraser) -> None:
    group = {"kind": "Group", "metadata": {"name": "stock"}, "spec": {"members": ["stock", "bo", 3]}}
    cleaned = eraser.clean_body(group, "group:default/stock")
    assert cleaned["spec"]["members"] == ["erased-ab12-was-2", "bo", 3]
    assert cleaned["metadata"]["name"] == "stock"


def test_a_member_is_a_person_of_the_groups_own_namespace(eraser: Eraser) -> None:
    group = {
        "kind": "Group",
        "metadata": {"name": "x", "namespace": "far"},
        "spec": {"members": ["stock", "w.shaw"]},
    }
    assert eraser.clean_body(group, "group:far/x")["spec"]["members"] == ["stock", "erased-ab12-2"]


@pytest.mark.parametrize("body", [{}, {"spec": None}, {"kind": "Group", "spec": {"members": "will"}}, {"metadata": []}])
def test_bodies_of_any_shape_are_taken(eraser: Eraser, body: dict[str, Any]) -> None:
    eraser.clean_body(body, "group:default/x")
    eraser.clean_body(body, REF)


def test_an_author_known_by_the_address_loses_any_name(eraser: Eraser) -> None:
    assert eraser.clean_author("will.shaw@example.org", "Bill") == (WILL.get_email(), WILL.shown_name)
    assert eraser.clean_author("other@example.org", "Will Shaw") == ("other@example.org", WILL.shown_name)
    assert eraser.clean_author("other@example.org", "Other") == ("other@example.org", "Other")


@pytest.mark.parametrize(
    ("handle", "is_one"), [("jane.doe", True), ("jd7", True), ("will", False), ("jd", False), ("ž-9", True)]
)
def test_a_handle_that_is_no_word_is_found_anywhere(handle: str, is_one: bool) -> None:
    assert is_distinctive(handle) == is_one

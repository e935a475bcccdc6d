"""An address leads to one person or to nobody."""

from __future__ import annotations

import pytest

from scoring.core.authors import find_person
from tests.scoring.samples import directory, user

NOW_THERE, EVER = directory(), directory(is_ever=True)
KNOWN = {
    "ada@example.org": "ada",
    "ada-hub@users.noreply.github.com": "ada",
    "12345+ada-hub@users.noreply.github.com": "ada",
    "12345-ada-hub@users.noreply.gitlab.com": "ada",
    "12345-ada-hub@users.noreply.git.example.net": "ada",
    "gus@example.org": "gus",
}
UNKNOWN = [
    "",
    "ada",
    "ada@example.net",
    "builds@example.org",
    "noreply@github.com",
    "no-reply@example.org",
    "12345+nobody@users.noreply.github.com",
    "ada-hub@noreply.github.com",
    "x@users.noreply",
]


@pytest.mark.parametrize(("email", "name"), KNOWN.items())
def test_found(email: str, name: str) -> None:
    assert find_person(email, (NOW_THERE, EVER)) == user(name)


@pytest.mark.parametrize("email", UNKNOWN)
def test_not_found(email: str) -> None:
    assert find_person(email, (NOW_THERE, EVER)) == ""


def test_a_role_address_is_nobodys_even_if_a_profile_has_it() -> None:
    shared = directory(aliases={("email", "builds@example.org"): user("ada")})
    assert find_person("builds@example.org", (shared,)) == ""


def test_who_has_the_address_now_comes_before_who_had_it() -> None:
    now = directory(aliases={("email", "desk@example.org"): user("bo")})
    ever = directory(is_ever=True, aliases={("email", "desk@example.org"): user("gus")})
    assert find_person("desk@example.org", (now, ever)) == user("bo")
    assert find_person("desk@example.org", (NOW_THERE, ever)) == user("gus")

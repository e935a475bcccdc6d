"""Which records look like one person, and which must not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.merges import Likeness, Record, choose_kept, settle, suggest

L = Likeness


def record(name: str, shown: str = "", *emails: str, login: str = "", is_there: bool = True) -> Record:
    ref = name if ":" in name else f"user:default/{name}"
    logins = frozenset({("github-login", login)} if login else ())
    return Record(ref, ref.rpartition("/")[2], shown, frozenset(emails), logins, is_there)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (record("ada", "", "a@x.org"), record("al", "", "a@x.org", "b@x.org"), (L.SAME_EMAIL,)),
        (record("ada", login="ada-l"), record("al", login="ada-l"), (L.SAME_LOGIN,)),
        (
            record("ada", "Ada Lovelace", "ada@x.org"),
            record("al", "ADA  Lovelace", "ada+git@y.org"),
            (L.SAME_NAME_AND_LOCAL_PART,),
        ),
        (
            record("zoe", "Zoë Q", "zoe.q@x.org"),
            record("z", "Zoe Q", "z@y.org", login="zoe.q"),
            (L.SAME_NAME_AND_LOGIN,),
        ),
        (record("ada", "Ada Lovelace"), record("user:ext/ada", "Ada Lovelace"), (L.SAME_NAME_AND_REF,)),
        (
            record("ada", "Ada L", "ada@x.org", login="ada"),
            record("al", "Ada L", "ada@x.org", login="ada"),
            (L.SAME_EMAIL, L.SAME_LOGIN, L.SAME_NAME_AND_LOCAL_PART, L.SAME_NAME_AND_LOGIN),
        ),
        (record("ada", "", "a@x.org", is_there=False), record("al", "", "a@x.org"), (L.SAME_EMAIL,)),
    ],
)
def test_look_like_one(one: Record, other: Record, reasons: tuple[Likeness, ...]) -> None:
    (pair,) = suggest([one, other])
    assert set(pair) == {one.ref, other.ref}
    assert suggest([other, one]) == {pair: reasons}


@pytest.mark.parametrize(
    "records",
    [
        [record("ada", "Ada Lovelace", "ada@x.org"), record("al", "Ada Lovelace", "lovelace@x.org")],
        [record("ada", "Ada", "ada@x.org"), record("user:ext/ada", "Ada", "ada@y.org")],
        [record("ada", "Ada L", "ada@x.org"), record("al", "Ada M", "ada@y.org")],
        [record("ada", "Ada L", "al@x.org"), record("al2", "Ada L", "al@y.org")],
        [record("ada", "Ada L", "team@x.org"), record("al", "Al M", "team@x.org")],
        [record("ada", "Ada L", "info@x.org"), record("al", "Ada L", "info@y.org")],
        [record("ada", "", "both@x.org"), record("al", "", "both@x.org"), record("bo", "", "both@x.org")],
        [record("j1", "Jo Li", "jo@x.org"), record("j2", "Jo Li", "jo@y.org"), record("j3", "Jo Li", "j@z.org")],
        [record("ada", "", "a@x.org", is_there=False), record("al", "", "a@x.org", is_there=False)],
        [record("ada"), record("al")],
    ],
    ids=[
        "a name alone", "one word is common", "other names", "a short local part", "a mailbox of a team",
        "role addresses that begin alike", "shared by three", "a common name", "nobody is there", "nothing",
    ],
)  # fmt: skip
def test_do_not_look_like_one(records: list[Record]) -> None:
    assert suggest(records) == {}


def test_the_kept_one_is_there_and_the_older() -> None:
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    assert choose_kept([("a", True, new), ("b", True, old)]) == "b"
    assert choose_kept([("a", True, new), ("b", False, old)]) == "a"
    assert choose_kept([("b", True, old), ("a", True, old)]) == "a"


def test_merges_lead_to_the_end() -> None:
    assert settle([("a", "b"), ("b", "c"), ("x", "y")]) == {"a": "c", "b": "c", "x": "y"}
    assert settle([("a", "b"), ("b", "a"), ("c", "a")]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8))
def test_nothing_leads_to_what_is_merged_itself(merges: list[tuple[str, str]]) -> None:
    settled = settle(merges)
    assert not set(settled.values()) & settled.keys()

"""The bytes of ``git log --raw -z`` as records, whole and torn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from catalog.core import history_log
from catalog.core.history_log import FileChange, MalformedHistoryError, parse_history

ONE, TWO, THREE = "1" * 40, "2" * 40, "3" * 40


def header(sha: str, parents: str = "", message: str = "change\n", author: str = "Ada", seconds: str = "0") -> bytes:
    lines = [sha, parents, author, "ada@example.org", seconds, "Cy", "cy@example.org", seconds, message]
    return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\0"


def change(path: bytes, status: bytes = b"M", first: bool = False) -> bytes:
    return (b"\n" if first else b"") + b":100644 100644 aaaa bbbb " + status + b"\0" + path + b"\0"


STREAM = (
    header(ONE, parents=f"{TWO} {THREE}", message="")
    + header(TWO)
    + change(b"a", first=True)
    + change(b"b\n:c", b"A")
    + header(THREE, message="two\n\nlines\n\n")
    + header("4" * 40, author="")
    + change(b"\xe9\xe8", b"D", first=True)
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
def test_chunks_may_be_cut_anywhere(size: int) -> None:
    chunks = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    merge, normal, empty, last = parse_history(chunks)
    assert (merge.sha, merge.parents, merge.message, merge.changes) == (ONE, (TWO, THREE), "", ())
    assert normal.changes == (FileChange("M", "a"), FileChange("A", "b\n:c"))
    assert (empty.message, empty.subject, empty.changes) == ("two\n\nlines", "two", ())
    assert (last.author_name, last.changes) == ("", (FileChange("D", "\\xe9\\xe8"),))


def test_no_commits_give_no_records() -> None:
    assert list(parse_history([])) == []


@pytest.mark.parametrize(
    "torn",
    [
        STREAM[:-1],
        header(ONE)[:-5],
        header(ONE) + b"\n:100644 100644 a b M\0",
        change(b"a"),
        b"\0" + header(ONE),
        f"{ONE}\nonly\nthree\0".encode(),
    ],
    ids=["no last NUL", "half a header", "no path", "no commit", "empty header", "lines missing"],
)
def test_torn_stream_is_an_error(torn: bytes) -> None:
    with pytest.raises(MalformedHistoryError):
        list(parse_history([torn]))


def test_endless_record_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_log, "LONGEST_RECORD_BYTES", 100)
    with pytest.raises(MalformedHistoryError, match="longer than"):
        list(parse_history(b"x" * 64 for _ in range(3)))


def test_changes_beyond_the_bound_are_counted_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_log, "CHANGES_KEPT", 2)
    (commit,) = parse_history([header(ONE) + change(b"a", first=True) + change(b"b") + change(b"c")])
    assert (commit.paths, commit.change_count) == (("a", "b"), 3)


@pytest.mark.parametrize(
    ("seconds", "year"),
    [("1767323045", 2026), ("-86400", 1969), ("", 1970), ("x", 1970), ("9" * 25, 1970), ("9" * 5000, 1970)],
)
def test_dates_never_raise(seconds: str, year: int) -> None:
    (commit,) = parse_history([header(ONE, seconds=seconds)])
    assert commit.authored_at.year == year
    assert commit.authored_at.tzinfo is UTC
    assert isinstance(commit.committed_at, datetime)


def test_bytes_that_are_not_utf8_are_replaced_in_names() -> None:
    (commit,) = parse_history([header(ONE, author="Ad\udce9")])
    assert commit.author_name == "Ad\ufffd"

"""Records cut out of chunks."""

from __future__ import annotations

import pytest

from catalog.core.nul_records import BrokenRecordsError, split_records


@pytest.mark.parametrize("chunks", [[b"a\0bc\0\0"], [b"a", b"\0b", b"c", b"\0", b"\0"], [b"a\0bc\0", b"", b"\0"]])
def test_records_do_not_depend_on_chunks(chunks: list[bytes]) -> None:
    assert list(split_records(chunks, 10)) == [b"a", b"bc", b""]


def test_end_without_nul_is_an_error() -> None:
    with pytest.raises(BrokenRecordsError, match="cut off"):
        list(split_records([b"a\0b"], 10))


def test_record_that_does_not_end_is_an_error() -> None:
    with pytest.raises(BrokenRecordsError, match="longer than 3"):
        list(split_records([b"ab", b"cd"], 3))

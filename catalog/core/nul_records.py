"""Records that end in NUL, as Git writes them under ``-z``, cut out of a stream of chunks."""

from collections.abc import Iterable, Iterator


class BrokenRecordsError(ValueError):
    """The stream ends within a record, or a record is longer than any honest one."""


def split_records(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Yields each record without its NUL.

    Raises ``BrokenRecordsError`` if an unfinished record outgrows ``longest`` bytes or if the stream ends without NUL.
    """
    rest = b""
    for chunk in chunks:
        *records, rest = (rest + chunk).split(b"\0")
        if len(rest) > longest:
            raise BrokenRecordsError(f"a record is longer than {longest} bytes")
        yield from records
    if rest:
        raise BrokenRecordsError("the last record is cut off")

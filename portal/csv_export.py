"""Lists as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse

#: also as the wide forms of East Asian keyboards, and behind a new line (OWASP, CSV injection)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: without it spreadsheets read UTF-8 as the letters of their own country
_BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: object) -> str:
    """One cell as text. A text that a spreadsheet would run as a formula gets a quote in front of it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_FORMULA) else text


def export_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The rows as a download `<name>.csv` in UTF-8 with its mark (`utf-8-sig`), sent as they are read."""
    response = StreamingHttpResponse(_write_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _write_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])

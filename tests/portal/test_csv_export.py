"""CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.csv_export import export_csv, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", '=HYPERLINK("http://evil")']
)
def test_a_text_that_would_run_is_quoted(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (0.8, "0.8"),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-03-02T09:00:00+00:00"),
    ],
)
def test_what_runs_nothing_stays_as_it_is(value: object, shown: str) -> None:
    assert safe_cell(value) == shown


def test_a_spreadsheet_is_told_that_it_is_utf_8() -> None:
    assert export_csv("things", ("größe",), iter([])).getvalue() == b"\xef\xbb\xbf" + "größe\r\n".encode()


def test_rows_are_sent_as_they_are_read_and_quoted_where_csv_needs_it() -> None:
    response = export_csv("things", ("a", "b"), iter([("x,y", 'say "hi"'), ("line\nbreak", 2)]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="things.csv"'
    assert response.getvalue().decode("utf-8-sig") == 'a,b\r\n"x,y","say ""hi"""\r\n"line\nbreak",2\r\n'

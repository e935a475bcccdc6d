"""How commands speak in a terminal: a progress bar that needs no library, and aligned tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, TextIO

BAR_WIDTH = 28
NAME_WIDTH = 40


class ProgressBar:
    """One line that is redrawn on a terminal; elsewhere one line for each tenth of the work."""

    def __init__(self, stream: TextIO, title: str) -> None:
        self._stream, self._title = stream, title
        self._is_terminal = stream.isatty()
        self._tenth = -1

    def show(self, done: int, total: int, name: str) -> None:
        """Show how far it is and what was looked at last."""
        total = max(total, done, 1)
        if self._is_terminal:
            filled = BAR_WIDTH * done // total
            bar = "#" * filled + "." * (BAR_WIDTH - filled)
            self._stream.write(f"\r{self._title} [{bar}] {done}/{total} {name[:NAME_WIDTH]:<{NAME_WIDTH}}")
        elif 10 * done // total > self._tenth:
            self._tenth = 10 * done // total
            self._stream.write(f"{self._title} {done}/{total}\n")
        self._stream.flush()

    def __enter__(self) -> Self:
        """Nothing is drawn until there is something to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line empty."""
        if self._is_terminal:
            self._stream.write("\r" + " " * (len(self._title) + BAR_WIDTH + NAME_WIDTH + 20) + "\r")
            self._stream.flush()


def render_table(rows: Sequence[Sequence[str]], *, indent: str = "  ") -> str:
    """Columns as wide as their widest cell; numbers to the right. Without a head."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        (indent + "  ".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True))).rstrip()
        for row in rows
    )


def _cell(cell: str, width: int) -> str:
    return cell.rjust(width) if cell.replace(",", "").isdigit() else cell.ljust(width)

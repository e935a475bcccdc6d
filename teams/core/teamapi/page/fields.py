"""Fields of the page by where they come from. Every function gives a tuple, which is empty where nothing is said."""

from __future__ import annotations

from collections.abc import Callable

from teams.core.teamapi.page.links import safe_url
from teams.core.teamapi.page.model import Field, Source


def write(label: str, text: str, line: int = 0, note: str = "") -> tuple[Field, ...]:
    """What the team wrote; an address becomes a link."""
    return (Field(label, text, Source.WRITTEN, safe_url(text), note, line),) if text else ()


def observe(label: str, text: str, url: str = "") -> tuple[Field, ...]:
    """What is observed; an address becomes a link."""
    return (Field(label, text, Source.OBSERVED, safe_url(url or text)),) if text else ()


def agree(
    label: str, written: str, observed: str, line: int = 0, same: Callable[[str], str] = str.casefold
) -> tuple[Field, ...]:
    """One field out of both sides. Where they differ, it shows what was written and notes what is observed.

    `same` gives the form in which the two are compared.
    """
    if not written or not observed:
        return write(label, written, line) or observe(label, observed)
    if same(written) == same(observed):
        return (Field(label, written, Source.BOTH, safe_url(written) or safe_url(observed), line=line),)
    return write(label, written, line, f"observed: {observed}")


def join(texts: tuple[str, ...]) -> str:
    """Several texts as one."""
    return ", ".join(texts)

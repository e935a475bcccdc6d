"""Folding: texts as they are compared, so that `Payments_API`, `payments-api` and `Páyments API` are one.

Letters lose case and marks (Unicode compatibility decomposition, without characters of category Mn); whatever stands
between words becomes one blank. `+` and `#` belong to words: `c++` and `c#` are no `c`.
"""

from __future__ import annotations

import re
import unicodedata

from catalog.core.remotes import parse_remote

_BETWEEN_WORDS = re.compile(r"[^\w+#]+|_+")
_BETWEEN_ASCII_WORDS = re.compile(r"[^a-z0-9+#]+")


def fold(text: str) -> str:
    """The text as it is compared: words in lower case with single blanks between; empty if it holds no word."""
    if text.isascii():
        return _BETWEEN_ASCII_WORDS.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in plain if unicodedata.category(character) != "Mn")
    return _BETWEEN_WORDS.sub(" ", letters).strip()


def fold_address(text: str) -> str:
    """The text folded, and of a Git remote or a web address only host and path, in whichever form it is written.

    `https://host/acme/shop.git`, `git@host:acme/shop` and `host/acme/shop` are one. An e-mail address is whole.
    """
    remote = parse_remote(text)
    return fold(str(remote)) if remote is not None else fold_link(text)


def fold_link(text: str) -> str:
    """The text folded, and of an address all that stands after the scheme, which nearly all addresses share."""
    return fold(text.partition("://")[2] or text)

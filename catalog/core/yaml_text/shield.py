"""Characters that libyaml takes for line breaks or swallows, and YAML 1.2 does not, hidden while it reads.

U+0085, U+2028, U+2029, a byte order mark in the middle and a carriage return on its own are plain text in YAML 1.2.
Each is replaced by a private character that the text does not contain, and put back in every value.
"""

from __future__ import annotations

import re

_NEEDS_SHIELD = re.compile("[\x85\u2028\u2029\ufeff]|\r(?!\n)")
_HIDDEN = "\x85\u2028\u2029\ufeff\r"
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF


class Shield:
    """``text`` is safe to hand to libyaml; ``restore`` gives what a value said before."""

    __slots__ = ("_back", "text")

    def __init__(self, text: str) -> None:
        used = set(text)
        free = (chr(code) for code in range(_FIRST_PRIVATE, _LAST_PRIVATE + 1) if chr(code) not in used)
        there = dict(zip(_HIDDEN, free, strict=False))
        self._back = {ord(private): hidden for hidden, private in there.items()}
        hide = str.maketrans({hidden: there.get(hidden, " ") for hidden in _HIDDEN})
        self.text = "\r\n".join(line.translate(hide) for line in text.split("\r\n"))

    def restore(self, value: str) -> str:
        """The value with the hidden characters back in their places."""
        return value.translate(self._back)


def needs_shield(text: str) -> bool:
    """Whether the text has characters that the two versions of YAML see differently."""
    if text.isascii() and "\r" not in text:  # nearly every document, and much quicker asked
        return False
    return _NEEDS_SHIELD.search(text) is not None

"""Names that people wrote, fit to stand in a sentence of ours. Pure."""

from __future__ import annotations

import re

#: Embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX #9): one that is opened and not
#: closed turns around whatever is written after it. Right-to-left scripts read the same without them.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean_name(text: str) -> str:
    """The name without characters that turn around the text behind it."""
    return text.translate(_TURNS)


_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def say_words(name: str) -> str:
    """A name in camel case as words: `dependsOn` is "depends on", `FeatureFlag` "feature flag"; an API stays one."""
    words = _WORD.sub(" ", name).lower().split()
    return " ".join("API" if word == "api" else word for word in words)

"""Names that not everybody may read: in a Snapshot they carry an unseen mark of the restricted source they come from.

The mark goes wherever a check writes the name, and `judging` takes it out again: so it is known which sources a
sentence tells of, whoever wrote it and however. Nothing is stored or shown with a mark.
"""

from __future__ import annotations

import re
from typing import Any

# of a plane for private use, which no text of a repository has a use for
_BEGIN, _END = "\U000f0b1c", "\U000f0b1d"
_MARK = re.compile(f"{_BEGIN}([0-9]{{1,18}}){_END}")

#: In place of a reason that is shown unguarded and would tell what not everybody may see.
HIDDEN = "It depends on something that not everyone may see, and that could not be looked at."
#: In place of what a check says of a subject that fails no longer.
HIDDEN_NOTE = "It fails no longer; why is something that not everyone may see."


def mark_name(name: str, source_id: int) -> str:
    """A name from a restricted source. An empty one stays empty: then another name is shown."""
    return f"{name}{_BEGIN}{source_id}{_END}" if name else name


def list_marks(text: str) -> frozenset[int]:
    """The sources of the names in a text."""
    return frozenset(map(int, _MARK.findall(text))) if _BEGIN in text else frozenset()


def take_marks(value: Any) -> Any:
    """A text, or JSON that holds texts, without marks."""
    if isinstance(value, str):
        return _MARK.sub("", value) if _BEGIN in value else value
    if isinstance(value, list):
        return [take_marks(each) for each in value]
    if isinstance(value, dict):
        return {key: take_marks(each) for key, each in value.items()}
    return value


def list_marks_in(value: Any) -> frozenset[int]:
    """The sources of the names in JSON."""
    if isinstance(value, str):
        return list_marks(value)
    if isinstance(value, list):
        return frozenset[int]().union(*map(list_marks_in, value))
    return frozenset[int]().union(*map(list_marks_in, value.values())) if isinstance(value, dict) else frozenset()

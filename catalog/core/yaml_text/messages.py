"""libyaml's complaints as sentences for the people who write the files."""

from __future__ import annotations

from yaml.error import MarkedYAMLError

from catalog.core.yaml_text.limits import YamlFault
from catalog.core.yaml_text.source import Segment

# Of an unclosed quote or a broken key, the line it starts on helps more than the one it was noticed on.
_AT_START = {"while scanning a quoted scalar", "while scanning a simple key"}

_CLEARER = {
    "found character that cannot start any token": (
        "a plain value cannot start with a tab, %, @ or `: put the value in quotes"
    ),
    "mapping values are not allowed in this context": (
        "a second colon in one line: put the value in quotes, or start a new line for a nested key"
    ),
    "could not find expected ':'": "a key needs a colon and a space after it, on the same line",
    "did not find expected key": "this line is neither a key nor part of the value before it; check its indentation",
    "did not find expected <document start>": "text after the end of the document; check the indentation",
    "found unexpected end of stream": "an opening quote is never closed",
    "found undefined tag handle": "a tag with a prefix that no %TAG line declares",
    "block sequence entries are not allowed in this context": "a list item cannot start on the line of its key",
}


def explain(error: MarkedYAMLError, segment: Segment) -> YamlFault:
    """The fault with its line in the file."""
    mark = error.problem_mark
    if error.context in _AT_START and error.context_mark is not None:
        mark = error.context_mark
    problem = str(error.problem or error.context or "not readable as YAML")
    last = segment.text.rstrip("\n").count("\n")  # libyaml may count one line more than there are
    return YamlFault(_CLEARER.get(problem, problem), segment.line + min(mark.line if mark else 0, last))

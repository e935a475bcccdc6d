"""What YAML 1.2 allows and libyaml refuses, rewritten so that libyaml reads it; line numbers stay as they are.

Only what people's editors and JSON writers really leave behind: blank lines made of tabs, a tab after a dash, a block
text that begins with a tab, unknown directives, a colon without its key, one character escaped as two halves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml.error import MarkedYAMLError

_TAB_FAULTS = {"found a tab character that violates indentation", "found character that cannot start any token"}
_TAB_IN_BLOCK_FAULT = "found a tab character where an indentation space is expected"
_PAIR_FAULT = "found invalid Unicode character escape code"
_NO_KEY_FAULTS = {"did not find expected key", "did not find expected node content"}
_DIRECTIVE_FAULTS = {"found unknown directive name", "found incompatible YAML document"}

_IDLE = re.compile(r"[ \t]*(?:#.*)?\r?\Z")
_TAB_AFTER_DASH = re.compile(r"(?P<dashes> *(?:- +)*-)(?P<gap>[ \t]*\t[ \t]*)(?P<rest>[^-\s].*)\Z")
_NESTED = re.compile(r"[^\"'\[{].*:(?:\s|\Z)|[-?:](?:\s|\Z)")
_TABBED_BRACKET = re.compile(r"[ \t]+[\[{]")
_BLOCK_HEADER = re.compile(r"(?:^|[\s:-])[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?\Z")
_BEFORE_BLOCK = re.compile(r" *(?:- +)*")
_BLOCK_START = re.compile(r"[|>](?![-+]?[0-9])[^\n]*\n(?P<blank>(?: *+\r?\n){0,50}+)(?P<indent> *+)\t")
_MOST_INDICATED = 9  # spaces that a block text's header can say
_DIRECTIVE = re.compile(r"^%(?!YAML[ \t]+1\.[12][ \t]*(?:#.*)?\r?$|TAG[ \t])", re.MULTILINE)
_BARE_COLON = re.compile(r":(?=\s|\Z)")
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def rewrite(text: str, error: MarkedYAMLError) -> str:
    """The text in a form that libyaml may read, the very text where the error is none of these."""
    if error.problem in _TAB_FAULTS and "\t" in text:
        return "\n".join(_without_tabs(text.split("\n")))
    if error.problem == _TAB_IN_BLOCK_FAULT and error.context_mark is not None:
        return _indicate_indent(text, error.context_mark.index)
    if error.problem in _NO_KEY_FAULTS and error.problem_mark is not None:
        at = error.problem_mark.index
        return f'{text[:at]}""{text[at:]}' if _BARE_COLON.match(text, at) else text
    if error.problem in _DIRECTIVE_FAULTS:
        prelude, marker, rest = text.partition("\n---")
        return _DIRECTIVE.sub("#", prelude) + marker + rest if marker else text
    if error.problem == _PAIR_FAULT:
        return _SURROGATES.sub(_join_pair, text)
    return text


def _without_tabs(rows: list[str]) -> Iterator[str]:
    """Spaces for tabs where they only separate, which block texts are not searched for."""
    block_indent: int | None = None
    for number, row in enumerate(rows):
        indent = len(row) - len(row.lstrip(" "))
        if block_indent is not None and (indent > block_indent or not row.strip()):
            yield row
            continue
        is_header = ("|" in row or ">" in row) and _BLOCK_HEADER.search(row.rstrip("\r"))
        block_indent = indent if is_header else None
        yield _spaced(row, first=number == 0)


def _indicate_indent(text: str, at: int) -> str:
    """The block text whose header is at `at` with the depth of its lines in the header, where libyaml cannot see it."""
    row_start = text.rfind("\n", 0, at) + 1
    before = _BEFORE_BLOCK.match(text, row_start, at)
    column = len(before[0]) if before else 0
    if row_start + column == at:  # the item of a list has the text itself, and its dash gives the depth
        column = text.rfind("-", row_start, at) - row_start
    found = _BLOCK_START.match(text, at)
    indent = len(found["indent"]) if found else 0
    is_deeper = found is not None and any(len(row) > indent for row in found["blank"].replace("\r", "").split("\n"))
    if found is None or is_deeper or not 0 < indent - column <= _MOST_INDICATED:
        return text
    return f"{text[: at + 1]}{indent - column}{text[at + 1 :]}"


def _spaced(row: str, *, first: bool) -> str:
    if "\t" not in row:
        return row
    if _IDLE.match(row) or (first and _TABBED_BRACKET.match(row)):
        return row.replace("\t", " ")
    found = _TAB_AFTER_DASH.match(row)
    if found and not _NESTED.match(found["rest"]):
        return f"{found['dashes']}{' ' * len(found['gap'])}{found['rest']}"
    return row


def _join_pair(found: re.Match[str]) -> str:
    """Two escapes that JSON writers use for one character, as the one escape that YAML 1.1 knows."""
    high, low = int(found[2], 16), int(found[3], 16)
    return f"{found[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

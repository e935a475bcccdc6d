"""One document from libyaml's events to data, guarded on the way: nothing is built that the limits do not allow.

libyaml's parser is a state machine and safe; its loader recurses in C and dies on 50,000 brackets. So the events are
read one by one, and counted before anything is made of them. Aliases share the value they stand for, but count in full.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NoReturn

from yaml import events as ev
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs know only the loaders made of it

from catalog.core.yaml_text import strictness
from catalog.core.yaml_text.anchors import Anchor
from catalog.core.yaml_text.complex_keys import write_key
from catalog.core.yaml_text.frames import Frame, ListFrame, MapFrame, RootFrame
from catalog.core.yaml_text.legacy_scalars import read_legacy
from catalog.core.yaml_text.limits import YamlLimits, YamlRefused
from catalog.core.yaml_text.scalars import NOT_TEXT, Plain, key_text, read_core
from catalog.core.yaml_text.shield import Shield

_TYPED_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float")}
_FLOAT_TAG = "tag:yaml.org,2002:float"
_OLD_VERSION = (1, 1)


class DocumentLoader:
    """Builds the data of one document; use once. ``line`` is that of the text's first line in the file."""

    def __init__(self, text: str, line: int, limits: YamlLimits, shield: Shield | None = None) -> None:
        self.lines: dict[str, int] = {}
        self.has_non_finite = False
        self._text = text
        self._line = line
        self._limits = limits
        self._most_nodes, self._most_size = limits.nodes, limits.expanded_characters
        self._shield = shield
        self._nodes = self._size = self._aliases = self._brackets = 0
        self._anchors: dict[str, Anchor] = {}
        self._rows: list[str] | None = None
        self._read_plain = read_core
        self._frame: Frame = RootFrame(None, -1, 0, "")
        self._stack: list[Frame] = []
        self._next_event: Callable[[], Any] = CParser(text).get_event

    def load(self, most_nodes: int | None = None) -> Any:
        """The document's value, None for an empty one; raises YamlRefused or whatever libyaml raises.

        ``most_nodes`` is what the file has left, where that may be less than a document's own limit.
        """
        if most_nodes is not None:
            self._most_nodes = min(self._most_nodes, most_nodes)
        next_event, take_scalar = self._next_event, self._take_scalar
        while True:
            event = next_event()
            kind = type(event)
            if kind is ev.ScalarEvent:  # most are
                take_scalar(event)
            elif kind in _HANDLERS:
                _HANDLERS[kind](self, event)
            elif kind is ev.StreamEndEvent:
                return self._frame.data

    @property
    def cost(self) -> int:
        """How many nodes were read, each alias counted as what it stands for, and each bracket as one more."""
        return self._nodes + self._brackets

    def _start_document(self, event: Any) -> None:
        if event.version == _OLD_VERSION:
            self._read_plain = read_legacy

    def _take_scalar(self, event: Any) -> None:
        value = event.value
        self._nodes += 1  # as _count does, without the call: most of what a file holds comes through here
        self._size += len(value)
        if self._nodes > self._most_nodes or self._size > self._most_size:
            self._refuse_size(event)
        if event.style or event.tag is not None:
            value = self._read_marked(event, value)
        elif not value or value[0] in NOT_TEXT:
            value = self._read_number(value)
        if self._shield is not None and type(value) is str:
            value = self._shield.restore(value)
        if event.anchor is not None:
            self._anchors[event.anchor] = Anchor(value, 1, len(event.value), 0)
            self._nodes += 1  # to keep it costs as much again
        self._frame.put(value, event.start_mark.line + self._line, self.lines)

    def _read_number(self, text: str) -> Plain:
        value = self._read_plain(text)
        if type(value) is float and not math.isfinite(value):
            self.has_non_finite = True
        return value

    def _read_marked(self, event: Any, value: str) -> Plain:
        """A scalar in quotes, in block style or with a tag: text, unless a tag asks for a type that fits."""
        if event.style in ("'", '"'):
            self._check_quoted(event, value)
        elif value and event.style in ("|", ">") and not value.endswith("\n"):
            value = self._end_block_text(event, value)
        is_whole = event.tag == _FLOAT_TAG and value.lstrip("+-").isdigit()  # the `yaml` package's floats have a point
        return self._read_number(value) if event.tag in _TYPED_TAGS and not is_whole else value

    def _check_quoted(self, event: Any, value: str) -> None:
        first, last = event.start_mark.line, event.end_mark.line
        if first != last:
            self._refuse_at(strictness.find_shallow_quote(self._split_rows(), first, last, self._frame.column))
        if "\0" in value:
            raise YamlRefused("the escape for NUL is not allowed in text", first + self._line)
        self._check_end(event)

    def _check_end(self, event: Any) -> None:
        """Refuse a comment that touches the quote or bracket in front of it."""
        if self._text[event.end_mark.index : event.end_mark.index + 1] == "#":
            raise YamlRefused(strictness.NO_SPACE, event.end_mark.line + self._line)

    def _end_block_text(self, event: Any, value: str) -> str:
        """A block text that ends with the file still ends with a newline, unless its header says strip."""
        header = self._text[event.start_mark.index :].split("\n", 1)[0].split("#", 1)[0]
        return value if "-" in header or event.end_mark.index < len(self._text) else value + "\n"

    def _take_alias(self, event: Any) -> None:
        anchor = self._anchors.get(event.anchor)
        line = event.start_mark.line + self._line
        if anchor is None:
            raise YamlRefused(f"the alias *{event.anchor} has no anchor before it", line)
        self._aliases += 1
        if max(self._aliases, anchor.use()) > self._limits.aliases:
            raise YamlRefused(f"aliases stand for each other more than {self._limits.aliases} times", line)
        if self._frame.depth + anchor.height > self._limits.depth:
            raise YamlRefused(f"nested deeper than {self._limits.depth} levels through aliases", line)
        self._count(anchor.nodes, anchor.size, event)
        frame = self._frame
        frame.height = max(frame.height, anchor.height + 1)
        frame.aliased = [*frame.aliased, anchor]
        if isinstance(frame, MapFrame) and frame.wants_key():
            key = key_text(anchor.value) if not isinstance(anchor.value, dict | list) else f"*{event.anchor}"
            frame.put_made_key(key, line, self.lines)
        else:
            frame.put(anchor.value, line, self.lines)

    def _open_map(self, event: Any) -> None:
        self._open(event, MapFrame, {})

    def _open_list(self, event: Any) -> None:
        self._open(event, ListFrame, [])

    def _open(self, event: Any, frame_class: type[Frame], data: Any) -> None:
        parent = self._frame
        self._count_collection(event, parent.depth + 1)
        if parent.wants_key() and isinstance(parent, MapFrame):
            if parent.data and not parent.flow and strictness.is_loose_key(self._split_rows(), event):
                raise YamlRefused(strictness.LOOSE_KEY, event.start_mark.line + self._line)
            key = write_key(event, self._next_event, self._count_in_key, self._text)
            parent.put_made_key(key, event.start_mark.line + self._line, self.lines)
            return
        flow = event.flow_style
        frame = frame_class(
            data, parent.column if flow else _column(event, parent), parent.depth + 1, parent.child_prefix()
        )
        first_line = event.start_mark.line
        if flow:
            self._brackets += 1
            frame.flow, frame.first_line = True, first_line
        if event.anchor is not None:
            frame.anchor, frame.nodes, frame.size = event.anchor, self._nodes - 1, self._size
        parent.put(data, first_line + self._line, self.lines)
        self._stack.append(parent)
        self._frame = frame

    def _close(self, event: Any) -> None:
        frame, parent = self._frame, self._stack.pop()
        self._frame = parent
        if frame.height >= parent.height:
            parent.height = frame.height + 1
        if frame.anchor is not None:
            used = self._nodes - frame.nodes, self._size - frame.size
            self._nodes += 1  # to keep it costs as much again
            self._anchors[frame.anchor] = Anchor(frame.data, *used, frame.height, frame.aliased)
        if frame.aliased:
            parent.aliased = [*parent.aliased, *frame.aliased]
        if frame.flow:
            self._check_flow(frame, parent, event)

    def _check_flow(self, frame: Frame, parent: Frame, event: Any) -> None:
        end = event.start_mark
        if not parent.flow and end.line != frame.first_line:
            where = end.line, end.column
            self._refuse_at(strictness.find_shallow_flow(self._split_rows(), frame.first_line, where, frame.column))
        self._check_end(event)

    def _count(self, nodes: int, size: int, event: Any) -> None:
        self._nodes += nodes
        self._size += size
        if self._nodes > self._most_nodes or self._size > self._most_size:
            self._refuse_size(event)

    def _refuse_size(self, event: Any) -> NoReturn:
        limits = f"{self._most_nodes} nodes or {self._most_size} characters"
        raise YamlRefused(f"the document stands for more than {limits}", event.start_mark.line + self._line)

    def _count_collection(self, event: Any, depth: int) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            self._refuse_size(event)
        if depth > self._limits.depth:
            raise YamlRefused(f"nested deeper than {self._limits.depth} levels", event.start_mark.line + self._line)

    def _count_in_key(self, event: Any, depth: int) -> None:
        self._count_collection(event, self._frame.depth + 1 + depth)
        if getattr(event, "value", None):
            self._count(0, len(event.value), event)

    def _refuse_at(self, number: int | None) -> None:
        if number is not None:
            raise YamlRefused(strictness.BAD_INDENT, number + self._line)

    def _split_rows(self) -> list[str]:
        if self._rows is None:
            self._rows = self._text.split("\n")
        return self._rows


_HANDLERS: dict[type, Callable[[DocumentLoader, Any], None]] = {
    ev.AliasEvent: DocumentLoader._take_alias,  # noqa: SLF001 - one table for all loaders: there may be thousands
    ev.MappingStartEvent: DocumentLoader._open_map,  # noqa: SLF001
    ev.SequenceStartEvent: DocumentLoader._open_list,  # noqa: SLF001
    ev.MappingEndEvent: DocumentLoader._close,  # noqa: SLF001
    ev.SequenceEndEvent: DocumentLoader._close,  # noqa: SLF001
    ev.DocumentStartEvent: DocumentLoader._start_document,  # noqa: SLF001
}


def _column(event: Any, parent: Frame) -> int:
    """Column of the first key or dash of a block collection; a tag or anchor in front of it does not count."""
    start, at = event.start_mark, event.end_mark
    one_wide = type(event) is ev.SequenceStartEvent and start.index != at.index
    if one_wide and at.column - 1 == parent.column:
        return parent.column  # dashes in the column of the key they belong to
    return int(at.column)

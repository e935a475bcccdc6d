"""Which files besides descriptors are kept for the apps above: registered by the wiring, read with everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalog.core.descriptor_patterns import compile_patterns
from catalog.core.reading import KeptText
from catalog.sources.files import FileReader

MAX_FILES_PER_KIND = 200
MAX_BYTES = 512 * 1024
TOO_MANY = f"More than {MAX_FILES_PER_KIND} files of this kind in one repository: this one was not read."

#: kind -> patterns of paths
_kinds: dict[str, tuple[str, ...]] = {}


def register_kept_files(kinds: Mapping[str, Iterable[str]]) -> None:
    """Set which files are kept, by who wants them. Called once, by the wiring."""
    _kinds.clear()
    _kinds.update({kind: tuple(patterns) for kind, patterns in kinds.items()})


def describe_kept_files() -> str:
    """A text that differs when other files are wanted: repositories are then read anew."""
    return repr(sorted(_kinds.items()))


def read_kept_files(
    reader: FileReader, paths: Iterable[str], named: Iterable[tuple[str, str]] = ()
) -> tuple[KeptText, ...]:
    """The wanted files among `paths`, each as text or with the problem that kept it from being read.

    `named` are kinds and paths of files that are wanted whatever they are called; they come first.
    """
    listed = sorted(paths)
    found = []
    for kind, patterns in sorted(_kinds.items()):
        matches = compile_patterns(patterns)
        asked_for = {path for named_kind, path in named if named_kind == kind}
        wanted = [path for path in listed if path in asked_for]
        wanted += [path for path in listed if path not in asked_for and matches(path)]
        reader.fetch(wanted[:MAX_FILES_PER_KIND])
        found += [_read(reader, kind, path) for path in wanted[:MAX_FILES_PER_KIND]]
        found += [KeptText(kind, reader.shown(path), "", TOO_MANY) for path in wanted[MAX_FILES_PER_KIND:]]
    return tuple(found)


def _read(reader: FileReader, kind: str, path: str) -> KeptText:
    shown = reader.shown(path)
    content = reader.read(path)
    if isinstance(content, str):
        return KeptText(kind, shown, "", f"{shown} {content}")
    if len(content) > MAX_BYTES:
        return KeptText(kind, shown, "", f"{shown} is larger than {MAX_BYTES // 1024} KiB: not read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return KeptText(kind, shown, "", f"{shown} is not UTF-8 (byte {error.start}): not read")
    if "\0" in text:
        return KeptText(kind, shown, "", f"{shown} holds a NUL character: not read")
    return KeptText(kind, shown, text)

"""Source files and manifests of a codebase, as they stand after the changes made so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.demo.model import Codebase

_SUFFIXES = {"python": "py", "typescript": "ts", "go": "go", "sql": "sql"}
_MANIFESTS = {
    "python": "requirements.txt",
    "typescript": "dependencies.txt",
    "go": "modules.txt",
    "sql": "extensions.txt",
}
_COMMENTS = {"python": "#", "typescript": "//", "go": "//", "sql": "--"}
_FRAMES = {
    "python": ("RULES = {\n", '    {number}: "{text}",\n', "}\n"),
    "typescript": ("export const rules: Record<number, string> = {\n", '  {number}: "{text}",\n', "};\n"),
    "go": ("package rules\n\nvar Rules = map[int]string{\n", '\t{number}: "{text}",\n', "}\n"),
    "sql": (
        "CREATE TABLE IF NOT EXISTS rules (number int, text varchar);\n",
        "INSERT INTO rules VALUES ({number}, '{text}');\n",
        "",
    ),
}


def list_source_paths(codebase: Codebase) -> list[str]:
    """The source files, one for each area and topic, from the root of the repository."""
    suffix = _SUFFIXES[codebase.language]
    return [
        _join(codebase.folder, area, f"{_slug(topic)}.{suffix}") for area in codebase.areas for topic in codebase.topics
    ]


def get_topic(codebase: Codebase, index: int) -> str:
    """What the source file at `index` of `list_source_paths` is about."""
    return codebase.topics[index % len(codebase.topics)]


def get_manifest_path(codebase: Codebase) -> str:
    """The file that lists what the codebase needs."""
    return _join(codebase.folder, _MANIFESTS[codebase.language])


def render_source(codebase: Codebase, index: int, changes: Sequence[str]) -> str:
    """The source file at `index`: one rule for each change that was made to it."""
    head, line, foot = _FRAMES[codebase.language]
    title = f"{_COMMENTS[codebase.language]} {get_topic(codebase, index).capitalize()} of {codebase.name}.\n\n"
    lines = "".join(line.format(number=number, text=text) for number, text in enumerate(changes, start=1))
    return title + head + lines + foot


def render_manifest(versions: dict[str, str]) -> str:
    """The manifest: what is needed, at which version."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _slug(topic: str) -> str:
    return topic.replace(" ", "_").replace("-", "_")

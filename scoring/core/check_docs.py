"""docs/checks.md, made from the texts of the checks."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.core.registry import Check
from scoring.core.scorecards import SCORECARDS

_HEAD = """\
# Checks

Made from the checks themselves by `manage.py checks --write-docs`; a test fails while this file says something else.
Every finding names its check by the id below. `docs/how-to/add-a-check.md` says how to add one.
"""


def render_docs(checks: Iterable[Check]) -> str:
    """The whole file."""
    parts = [_HEAD, *(_render(check) for check in checks)]
    return "\n".join(parts)


def _render(check: Check) -> str:
    lines = [f"## {check.id}", "", f"**{check.title}** Judges: {', '.join(check.subjects)}.", ""]
    for card in SCORECARDS.values():
        for weight in card.weights:
            if weight.check_id == check.id:
                lines += [f"Counts {weight.weight} in the scorecard `{card.id}`.", ""]
    for heading, text in check.texts.items():
        lines += [f"### {heading}", "", to_markdown(text), ""]
    return "\n".join(lines)


def to_markdown(text: str) -> str:
    """The text of a docstring as Markdown: literal quotes become code, an indented block after `::` a fenced one."""
    lines: list[str] = []
    is_literal = False
    for line in text.replace("``", "`").split("\n"):
        if is_literal and line and not line.startswith(" "):
            lines.insert(_last_text(lines) + 1, "```")
            is_literal = False
        lines.append(line.removeprefix("    ") if is_literal else line)
        if line.endswith("::"):
            lines[-1] = line[:-1]
            lines += ["", "```yaml"]
            is_literal = True
    if is_literal:
        lines.append("```")
    return "\n".join(lines).replace("```yaml\n\n", "```yaml\n")


def _last_text(lines: list[str]) -> int:
    return max(index for index, line in enumerate(lines) if line)

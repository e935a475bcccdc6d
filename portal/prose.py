"""The plain text of a check's docstring, cut into paragraphs and code. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

_CODE = re.compile(r"``(.+?)``", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an indented block that stands as it is."""

    text: str
    is_code: bool


def split_blocks(text: str) -> list[Block]:
    """The blocks of a text, between empty lines. What is indented is code, and the `::` that announces it is `:`."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        if part.startswith((" ", "\t")):
            body = dedent(part)
            if blocks and blocks[-1].is_code:
                blocks[-1] = Block(f"{blocks[-1].text}\n\n{body}", True)
            else:
                blocks.append(Block(body, True))
        else:
            blocks.append(
                Block(" ".join(part.split()).removesuffix("::") + (":" if part.endswith("::") else ""), False)
            )
    return blocks


def split_code(text: str) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it stood between double backquotes."""
    return [(part, index % 2 == 1) for index, part in enumerate(_CODE.split(text)) if part]

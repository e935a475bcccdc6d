"""How like two names are, by the groups of three letters they share.

The measure is the share of the trigrams of what was typed that are found in the name. A word has two blanks before it
and one behind, as PostgreSQL's pg_trgm has it, so that its beginning weighs more. The same on every database.
"""

from __future__ import annotations

LENGTH = 3
#: How like two names must be to be taken for a slip of the pen. Two letters swapped in a word of six leave 0.43.
LIKE_ENOUGH = 0.42
_EDGES = ("\n", " ")


def list_trigrams(text: str) -> list[str]:
    """What a name that is like a folded text may hold: groups of three letters, and how its words begin and end.

    Names stand in lines, so that a word begins after a blank or a line break, and ends before one.
    """
    found: list[str] = []
    for word in text.split():
        found += (word[at : at + LENGTH] for at in range(len(word) - LENGTH + 1))
        if len(word) >= LENGTH:
            found += (f"{edge}{word[:2]}" for edge in _EDGES)
            found += (f"{word[-2:]}{edge}" for edge in _EDGES)
    return list(dict.fromkeys(found))


def count_alike(text: str, name: str) -> float:
    """From 0 to 1; both are folded."""
    wanted = _pad(text)
    return len(wanted & _pad(name)) / len(wanted) if wanted else 0.0


def _pad(text: str) -> set[str]:
    padded = (f"  {word} " for word in text.split())
    return {word[at : at + LENGTH] for word in padded for at in range(len(word) - LENGTH + 1)}

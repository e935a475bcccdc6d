"""What somebody types into the search box: words, and filters such as `kind:api owner:payments tag:go`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.core.text_search.fold import fold, fold_address

LONGEST_TEXT = 200
SHORTEST_TEXT = 2  # letters; one letter is in almost everything
MOST_TERMS = 12
#: The words people use for a kind, beside its own.
KIND_WORDS: Mapping[str, str] = {"team": "group", "person": "user", "repo": "repository"}

_ABBREVIATION = 3

_TOKEN = re.compile(r'(?:(?P<key>kind|owner|tag):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that stand together. `text` is folded.

    `kind` and `rest` are set where it may be a ref: what stands before a colon, and what comes after it.
    """

    text: str
    written: str
    kind: str = ""
    rest: str = ""

    @property
    def may_be_ref(self) -> bool:
        """Whether to look for it in refs as well, which otherwise hold far too much."""
        return bool(self.kind or self.rest)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched: each term must be found; of each filter, any of its values. Kinds and tags in lower case."""

    terms: tuple[Term, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """All terms as one text, folded."""
        return " ".join(term.text for term in self.terms)

    @property
    def words(self) -> str:
        """The terms as they were written."""
        return " ".join(term.written for term in self.terms)

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        return bool(self.kinds or self.owners or self.tags)

    @property
    def is_too_short(self) -> bool:
        """Whether there is too little to search for; filters alone are enough."""
        return len(self.phrase) < SHORTEST_TEXT and (bool(self.terms) or not self.has_filters)


def parse_query(
    text: str, *, kinds: Iterable[str] = (), owners: Iterable[str] = (), tags: Iterable[str] = ()
) -> SearchQuery:
    """Read the box; `kinds`, `owners` and `tags` are filters that were set elsewhere and count as well.

    Never fails: what is no filter is text, a filter without a value is left out, and what is beyond `LONGEST_TEXT` or
    `MOST_TERMS` too. Values with blanks stand in double quotes.
    """
    terms: list[Term] = []
    filters: dict[str, list[str]] = {"kind": [*kinds], "owner": [*owners], "tag": [*tags]}
    for token in _TOKEN.finditer(text.replace("\0", " ")[:LONGEST_TEXT]):
        key, value = token["key"], token["quoted"] or token["plain"] or ""
        if key is not None:
            filters[key.lower()].append(value)
        elif fold(value):
            terms.append(_read_term(value))
    kinds = (KIND_WORDS.get(kind.lower(), kind.lower()) for kind in filters["kind"])
    return SearchQuery(
        tuple(terms[:MOST_TERMS]), _once(kinds), _once(filters["owner"]), _once(map(str.lower, filters["tag"]))
    )


def say_kind(kind: str) -> str:
    """A kind in lower case as people read it: `API`, `Component`."""
    return kind.upper() if len(kind) <= _ABBREVIATION else kind.capitalize()


def _read_term(written: str) -> Term:
    if ":" not in written and "/" not in written:
        return Term(fold(written), written)
    lowered = written.lower()
    before, colon, after = lowered.partition(":")
    if "/" in before or not colon:
        return Term(fold_address(written), written, "", lowered)
    return Term(fold_address(written), written, before, after)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))

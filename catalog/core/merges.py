"""Two records that may be one person: which pairs look like it and why, and where merged records lead. Pure.

A name alone never makes a pair: two people may well be called the same. What more than two records share (a mailbox of
a team, a name that is common) says nothing about any two of them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalog.core.addresses import is_role_address

#: Sorted refs of two records.
Pair = tuple[str, str]

_Read = Callable[["Record"], Iterable[Hashable]]

SHORTEST_LOCAL_PART = 3
MOST_SHARING = 2


class Likeness(StrEnum):
    """Why two records look like one person. Says no address or name: those can be erased."""

    SAME_EMAIL = "same-email"
    SAME_LOGIN = "same-login"
    SAME_NAME_AND_LOCAL_PART = "same-name-and-local-part"
    SAME_NAME_AND_LOGIN = "same-name-and-login"
    SAME_NAME_AND_REF = "same-name-and-ref"


SENTENCES: Mapping[Likeness, str] = {
    Likeness.SAME_EMAIL: "Both have the same e-mail address.",
    Likeness.SAME_LOGIN: "Both have the same login at a Git host.",
    Likeness.SAME_NAME_AND_LOCAL_PART: "Both have the same display name, and addresses that begin alike.",
    Likeness.SAME_NAME_AND_LOGIN: "Both have the same display name, and one is called what the other's login is.",
    Likeness.SAME_NAME_AND_REF: "Both have the same display name, and refs that differ in the namespace only.",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One User as a file describes it. `logins` are (scheme, login); all but `shown_name` in lower case."""

    ref: str
    name: str
    shown_name: str = ""
    emails: frozenset[str] = field(default_factory=frozenset)
    logins: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    is_there: bool = True


def suggest(records: Iterable[Record]) -> dict[Pair, tuple[Likeness, ...]]:
    """Pairs that look like one person, with the reasons; at least one of the two is still there."""
    records = list(records)
    there = {record.ref for record in records if record.is_there}
    found: defaultdict[Pair, set[Likeness]] = defaultdict(set)
    for likeness, pair in _find_alike(records):
        if there & set(pair):
            found[pair].add(likeness)
    return {pair: tuple(sorted(reasons, key=list(Likeness).index)) for pair, reasons in sorted(found.items())}


def choose_kept(pair: Iterable[tuple[str, bool, datetime]]) -> str:
    """Of two records (ref, whether it is there, when it was first seen) the one to keep: there, and the older."""
    return min(pair, key=lambda each: (not each[1], each[2], each[0]))[0]


def settle(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Merged ref -> the ref that is kept in the end, for pairs (merged, kept). A circle leads nowhere."""
    steps = dict(merges)
    found = {}
    for ref, step in steps.items():
        seen, end = {ref}, step
        while end in steps and end not in seen:
            seen.add(end)
            end = steps[end]
        if end not in seen:
            found[ref] = end
    return found


def fold_shown_name(name: str) -> str:
    """A display name to compare: without case, accents and commas; empty for one word, which many share."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = plain.replace(",", " ").split()
    return " ".join(words) if len(words) > 1 else ""


def _find_alike(records: Iterable[Record]) -> Iterator[tuple[Likeness, Pair]]:
    records = list(records)
    for pair in _share(records, lambda record: (e for e in record.emails if not is_role_address(e))):
        yield Likeness.SAME_EMAIL, pair
    for pair in _share(records, lambda record: record.logins):
        yield Likeness.SAME_LOGIN, pair
    by_ref = {record.ref: record for record in records}
    for pair in _share(records, lambda record: filter(None, [fold_shown_name(record.shown_name)])):
        one, other = (by_ref[ref] for ref in pair)
        if _local_parts(one) & _local_parts(other):
            yield Likeness.SAME_NAME_AND_LOCAL_PART, pair
        if _called(one) & _logins(other) or _called(other) & _logins(one):
            yield Likeness.SAME_NAME_AND_LOGIN, pair
        if one.name == other.name:
            yield Likeness.SAME_NAME_AND_REF, pair


def _share(records: Iterable[Record], read: _Read) -> Iterator[Pair]:
    """The pairs of records that share something which no third has."""
    sharing: defaultdict[Hashable, set[str]] = defaultdict(set)
    for record in records:
        for value in read(record):
            sharing[value].add(record.ref)
    for refs in sharing.values():
        if len(refs) == MOST_SHARING:
            first, second = sorted(refs)
            yield first, second


def _local_parts(record: Record) -> set[str]:
    parts = {email.partition("@")[0].partition("+")[0] for email in record.emails if not is_role_address(email)}
    return {part for part in parts if len(part) >= SHORTEST_LOCAL_PART}


def _logins(record: Record) -> set[str]:
    return {login for _, login in record.logins if len(login) >= SHORTEST_LOCAL_PART}


def _called(record: Record) -> set[str]:
    return {record.name} | _local_parts(record) | _logins(record)

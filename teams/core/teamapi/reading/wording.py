"""What people mean who write a type, a mode, a date or a channel in their own words. For the forms we read leniently.

Nothing is guessed: what has more than one reading is not understood.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from teams.core.teamapi.document import Channel, Mode, TeamType
from teams.core.teamapi.reading.parts import is_slip
from teams.core.teamapi.schema.vocabulary import CHANNEL_TYPES

WordT = TypeVar("WordT")

_LETTERS = re.compile(r"[^a-z]+")
_SHORTEST_TO_SLIP = 8  # letters: shorter words become others by one
_LONGEST_WORD = 40
_TYPES = {_LETTERS.sub("", each): each for each in TeamType} | {"complicatedsubsystems": TeamType.COMPLICATED_SUBSYSTEM}
_MODES = {
    "collaboration": Mode.COLLABORATION,
    "collaborating": Mode.COLLABORATION,
    "collaborate": Mode.COLLABORATION,
    "xasaservice": Mode.X_AS_A_SERVICE,
    "xaas": Mode.X_AS_A_SERVICE,
    "facilitating": Mode.FACILITATING,
    "facilitation": Mode.FACILITATING,
    "facilitate": Mode.FACILITATING,
    "enabling": Mode.FACILITATING,
}
_EXACT_MODES = {_LETTERS.sub("", each) for each in Mode}
_PURPOSES = (
    ("questions", ("question", "help", "ask")),
    ("support", ("support",)),
    ("incidents", ("incident", "outage", "emergenc")),
    ("announcements", ("announce", "news")),
    ("requests", ("request",)),
)
_SCHEMES = (
    ("semver", re.compile(r"\bsemver\b|\bsemantic\b", re.IGNORECASE)),
    ("calver", re.compile(r"\bcalver\b|\bcalendar versioning\b", re.IGNORECASE)),
    ("continuous", re.compile(r"\bcontinuous(?:ly)?\b|\brolling\b", re.IGNORECASE)),
)
_CHANNEL_TYPES = {_LETTERS.sub("", each): each for each in CHANNEL_TYPES} | {
    "msteams": "teams",
    "microsoftteams": "teams",
    "chatprimary": "chat",
    "mail": "email",
    "telephone": "phone",
    "jira": "issue-tracker",
}
_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,190}\.[A-Za-z]{2,24}")  # bounded: what is read may be hostile
_CHAT_NAME = re.compile(r"#[A-Za-z0-9][\w-]*")
_URL = re.compile(r"https?://[^\s<>)\]]+")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if number}
_MONTH_YEAR = re.compile(r"\b([A-Za-z]{3,9})\.?\s+([12][0-9]{3})\b")
_YEAR_MONTH = re.compile(r"\b([12][0-9]{3})-([0-9]{2})\b(?!-)")
_ISO_DATE = re.compile(r"\b([12][0-9]{3}-[0-9]{2}-[0-9]{2})\b")
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([12][0-9]{3})")
_SINCE_YEAR = re.compile(r"\bsince\s+([12][0-9]{3})\b", re.IGNORECASE)
_LONGEST_BLANK = 200
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\](?!\()|\.|[#_\s]*_[#_\s]*|-+|tbd|\?+", re.IGNORECASE)


def read_type(text: str) -> TeamType | None:
    """The type of a team, with or without the word "team" behind it, also with one slip of the pen."""
    letters = _LETTERS.sub("", text.lower())
    return _look_up(letters, _TYPES) or _look_up(letters.removesuffix("team"), _TYPES)


def read_mode(text: str) -> Mode | None:
    """A mode of interaction, also with one slip of the pen; whatever-as-a-service is X-as-a-Service."""
    letters = _LETTERS.sub("", text.lower())
    return Mode.X_AS_A_SERVICE if letters.endswith("asaservice") else _look_up(letters, _MODES)


def _look_up(letters: str, words: Mapping[str, WordT]) -> WordT | None:
    """What a word stands for; of words with one slip that which all they could be stands for."""
    if letters in words or len(letters) > _LONGEST_WORD:
        return words.get(letters)
    near = {words[word] for word in words if len(word) >= _SHORTEST_TO_SLIP and is_slip(letters, word)}
    return near.pop() if len(near) == 1 else None


def is_exact_mode(text: str) -> bool:
    """Whether a text is one of the three modes as Team Topologies names them, in any case and with any hyphens."""
    return _LETTERS.sub("", text.lower()) in _EXACT_MODES


def read_scheme(text: str) -> str:
    """The scheme of versions that a text speaks of; empty where it names none or several."""
    found = [scheme for scheme, pattern in _SCHEMES if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def read_date(text: str) -> date | None:
    """A single date: 2026-03-31, or 31/03/2026 where only one reading gives a date (or both give the same)."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found = _SLASHED.fullmatch(text.strip())
    if not found:
        return None
    first, second, year = map(int, found.groups())
    readings = {each for each in (_make_date(year, second, first), _make_date(year, first, second)) if each}
    return readings.pop() if len(readings) == 1 else None


def read_start(text: str) -> date | None:
    """The first day of what "since 2015", "since April 2022" or a date says."""
    if "since" not in text.lower() and "from" not in text.lower():
        return None
    month = _find_month(text)
    year = _SINCE_YEAR.search(text)
    return _find_date(text) or month or (_make_date(int(year[1]), 1, 1) if year else None)


def read_end(text: str) -> date | None:
    """The last day of what "ending Feb 2026", "until 2026-02-28" says."""
    if not re.search(r"\b(?:end(?:s|ing)?|until|till)\b", text, re.IGNORECASE):
        return None
    first = _find_month(text)
    last = first and first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return _find_date(text) or last


def read_channels(text: str, kind: str = "", line: int = 0) -> list[Channel]:
    """The channels a text names: #names, mail and web addresses; `kind` is what the document calls them."""
    given = _CHANNEL_TYPES.get(_LETTERS.sub("", kind.lower()), "")
    urls = _URL.findall(text)
    rest = _URL.sub(" ", text)
    found = [
        Channel(given if given not in ("", "email") else "chat", name, line=line) for name in _CHAT_NAME.findall(rest)
    ]
    found += [Channel("email", address, line=line) for address in _EMAIL.findall(rest)]
    return found + [Channel(given or "web", url.rstrip(".,;"), url.rstrip(".,;"), line=line) for url in urls]


def read_channel_type(text: str) -> str:
    """Our word for a kind of channel; empty where it is none of ours."""
    return _CHANNEL_TYPES.get(_LETTERS.sub("", text.lower()), "")


def read_purposes(label: str) -> tuple[str, ...]:
    """What the label in front of a channel says it is for, in our words; none where it says nothing of the kind."""
    written = label.lower()
    return tuple(purpose for purpose, words in _PURPOSES if any(word in written for word in words))


def is_placeholder(text: str) -> bool:
    """Whether a template's blank was never filled in: nothing, a dot, `[Your Team Name]`, `#_____`."""
    blank = text.strip()
    return not blank or (len(blank) <= _LONGEST_BLANK and _PLACEHOLDER.fullmatch(blank) is not None)


def _find_date(text: str) -> date | None:
    found = _ISO_DATE.search(text)
    return read_date(found[1]) if found else None


def _find_month(text: str) -> date | None:
    """The first day of the first month named with its year."""
    for name, year in _MONTH_YEAR.findall(text):
        if month := _MONTHS.get(name.lower()):
            return _make_date(int(year), month, 1)
    found = _YEAR_MONTH.search(text)
    return _make_date(int(found[1]), int(found[2]), 1) if found else None


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

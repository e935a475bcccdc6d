"""Which part of a Team API a heading or a label of a Markdown template speaks of.

Source: the Team API template of Team Topologies, and the headings that teams made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

_LETTERS = re.compile(r"[^a-z]+")


class Part(Enum):
    """What a section or a labelled line holds."""

    DATE = auto()
    NAME_AND_FOCUS = auto()
    FOCUS = auto()
    TYPE = auto()
    PLATFORM = auto()
    VALUE_STREAM = auto()
    SERVICES = auto()
    EXPECTATIONS = auto()
    OWNS = auto()
    VERSIONING = auto()
    SEARCH_TERMS = auto()
    DOCS = auto()
    GLOSSARY = auto()
    CHANNELS = auto()
    MEETINGS = auto()
    NOW = auto()
    NEXT = auto()
    LATER = auto()
    WAYS_OF_WORKING = auto()
    CROSS_TEAM = auto()
    PRACTICES = auto()
    TESTING = auto()
    INTERACTIONS = auto()
    EXPECTED_INTERACTIONS = auto()


# How a heading or label begins, in letters only. The first that fits counts.
_BEGINNINGS = (
    ("teamnameandfocus", Part.NAME_AND_FOCUS),
    ("mission", Part.FOCUS),
    ("teamtype", Part.TYPE),
    ("partofaplatform", Part.PLATFORM),
    ("partofavaluestream", Part.VALUE_STREAM),
    ("doweprovideaservice", Part.SERVICES),
    ("servicesprovided", Part.SERVICES),
    ("whatweprovide", Part.SERVICES),
    ("whatweoffer", Part.SERVICES),
    ("xasaserviceofferings", Part.SERVICES),
    ("whatkindofservicelevel", Part.EXPECTATIONS),
    ("servicelevelexpectations", Part.EXPECTATIONS),
    ("softwareowned", Part.OWNS),
    ("softwareweown", Part.OWNS),
    ("servicesweown", Part.OWNS),
    ("whatweown", Part.OWNS),
    ("versioning", Part.VERSIONING),
    ("wikisearchterms", Part.SEARCH_TERMS),
    ("wikianddocumentation", Part.DOCS),
    ("glossary", Part.GLOSSARY),
    ("chattoolchannels", Part.CHANNELS),
    ("communication", Part.CHANNELS),
    ("howtoworkwithus", Part.CHANNELS),
    ("howtoengage", Part.CHANNELS),
    ("howtoreach", Part.CHANNELS),
    ("howtocontact", Part.CHANNELS),
    ("timeofdailysync", Part.MEETINGS),
    ("dailysync", Part.MEETINGS),
    ("ourservicesandsystems", Part.NOW),
    ("whatwerecurrentlyworkingon", Part.NOW),
    ("whatweareworkingon", Part.NOW),
    ("currentlyworkingon", Part.NOW),
    ("mediumtermroadmap", Part.NEXT),
    ("longtermvision", Part.LATER),
    ("waysofworking", Part.WAYS_OF_WORKING),
    ("workingagreements", Part.WAYS_OF_WORKING),
    ("widercrossteam", Part.CROSS_TEAM),
    ("practices", Part.PRACTICES),
    ("testingapproach", Part.TESTING),
    ("teamswecurrentlyinteractwith", Part.INTERACTIONS),
    ("currentinteraction", Part.INTERACTIONS),
    ("dependenciesandinteractionmodes", Part.INTERACTIONS),
    ("teamsweexpecttointeractwith", Part.EXPECTED_INTERACTIONS),
)
# These are words of everyday use, so they must be the whole heading or label.
_WHOLE = {
    "date": Part.DATE,
    "contact": Part.CHANNELS,
    "contactus": Part.CHANNELS,
    "howwework": Part.WAYS_OF_WORKING,
    "interactions": Part.INTERACTIONS,
    "interactionscurrentorintended": Part.INTERACTIONS,
    "ourservices": Part.OWNS,
}
#: What a list of software is called below the heading that says whose it is.
HEADINGS_OF_SOFTWARE = frozenset({"services", "components", "systems", "applications", "libraries", "software"})
_EVERYDAY = ("mission", "versioning", "glossary", "communication", "practices")
_SHORT_LABEL = 3  # words
_SHORTEST_PHRASE = 8  # letters: shorter ones are everyday words, and a slip makes them others
_SURE = 3  # letters that must be right for a slip in the others to be one
_FIRST_LETTERS = frozenset(beginning[:_SURE] for beginning, _ in _BEGINNINGS)
_LONGEST_TITLE = 200


def find_part(title: str, parent: Part | None = None) -> Part | None:
    """The part that a heading or label names, also with one slip of the pen; None where it is none of ours.

    `parent` is what the heading above it names: the kinds of software below "what we own" are owned.
    """
    letters = _LETTERS.sub("", title[:_LONGEST_TITLE].lower())
    if letters in _WHOLE:
        return _WHOLE[letters]
    if parent is Part.OWNS and letters in HEADINGS_OF_SOFTWARE:
        return Part.OWNS
    if letters[:_SURE] not in _FIRST_LETTERS:
        return None
    exact = next((part for beginning, part in _BEGINNINGS if letters.startswith(beginning)), None)
    return exact or next(_list_near(letters), None)


def is_phrase(title: str) -> bool:
    """Whether a label is one of the template's questions, and not a word that may begin any sentence."""
    is_short = len(title.split()) <= _SHORT_LABEL
    return find_part(title) is not None and (is_short or not _LETTERS.sub("", title.lower()).startswith(_EVERYDAY))


def _list_near(letters: str) -> Iterator[Part]:
    """The parts whose question a text begins with but for one slip."""
    for beginning, part in _BEGINNINGS:
        is_sure = len(beginning) >= _SHORTEST_PHRASE and beginning not in _EVERYDAY
        if is_sure and letters[:_SURE] == beginning[:_SURE]:
            length = len(beginning)
            if any(is_slip(letters[:end], beginning) for end in (length, length - 1, length + 1)):
                yield part


def is_slip(written: str, meant: str) -> bool:
    """Whether two texts differ by one letter that is missing, too much, another, or changed places with the next."""
    if abs(len(written) - len(meant)) > 1 or written == meant:
        return False
    pairs = zip(written, meant, strict=False)
    start = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(written), len(meant)))
    one, other = written[start:], meant[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]

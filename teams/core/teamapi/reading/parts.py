"""Which part of a Team API a heading or a label of a Markdown template speaks of.

Source: the Team API template of Team Topologies, and the headings that teams made of it.
"""

from __future__ import annotations

import re
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
    ("xasaserviceofferings", Part.SERVICES),
    ("whatkindofservicelevel", Part.EXPECTATIONS),
    ("servicelevelexpectations", Part.EXPECTATIONS),
    ("softwareowned", Part.OWNS),
    ("versioning", Part.VERSIONING),
    ("wikisearchterms", Part.SEARCH_TERMS),
    ("wikianddocumentation", Part.DOCS),
    ("glossary", Part.GLOSSARY),
    ("chattoolchannels", Part.CHANNELS),
    ("communication", Part.CHANNELS),
    ("howtoworkwithus", Part.CHANNELS),
    ("timeofdailysync", Part.MEETINGS),
    ("dailysync", Part.MEETINGS),
    ("ourservicesandsystems", Part.NOW),
    ("whatwerecurrentlyworkingon", Part.NOW),
    ("currentlyworkingon", Part.NOW),
    ("mediumtermroadmap", Part.NEXT),
    ("longtermvision", Part.LATER),
    ("waysofworking", Part.WAYS_OF_WORKING),
    ("widercrossteam", Part.CROSS_TEAM),
    ("practices", Part.PRACTICES),
    ("testingapproach", Part.TESTING),
    ("teamswecurrentlyinteractwith", Part.INTERACTIONS),
    ("dependenciesandinteractionmodes", Part.INTERACTIONS),
    ("teamsweexpecttointeractwith", Part.EXPECTED_INTERACTIONS),
)
# These are words of everyday use, so they must be the whole heading or label.
_WHOLE = {
    "date": Part.DATE,
    "contact": Part.CHANNELS,
    "interactions": Part.INTERACTIONS,
    "interactionscurrentorintended": Part.INTERACTIONS,
}


def find_part(title: str) -> Part | None:
    """The part that a heading or label names; None where it is none of ours."""
    letters = _LETTERS.sub("", title.lower())
    if letters in _WHOLE:
        return _WHOLE[letters]
    return next((part for beginning, part in _BEGINNINGS if letters.startswith(beginning)), None)

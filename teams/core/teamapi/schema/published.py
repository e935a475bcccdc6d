"""The strict form of a Team API, as a JSON Schema: what `team-api.yaml` may say, field by field.

`static/schemas/team-api.schema.json` is this value as text, so that editors can check a file while it is written. Only
words that mean the same in draft 7 and in draft 2020-12 are used, because many editors know no newer draft than 7.
How it differs from the first form of `teamapi/v1`, and why: docs/adr/0012-strict-team-api-schema.md.
"""

from __future__ import annotations

from typing import Any

import orjson

from teams.core.teamapi.schema import parts as part
from teams.core.teamapi.schema.vocabulary import API_VERSION, DEFAULT_REVIEW_EVERY_DAYS, KIND, PURPOSES, TEAM_TYPES
from teams.core.teamapi.schema.words import (
    CALENDAR_DATE,
    GROUP_REF,
    choice,
    list_of,
    patterned,
    record,
    refer,
    text,
    whole_number,
)

PUBLISHED_AT = "static/schemas/team-api.schema.json"

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Team API v1",
    **record(
        "Who a team is, how it is reached, what it owns and what others may rely on.",
        ("apiVersion", "kind", "team", "updated"),
        apiVersion={"const": API_VERSION, "description": "The version of this form."},
        kind={"const": KIND, "description": "Says that this is a Team API."},
        team=patterned("The team's group, as in group:default/payments.", GROUP_REF),
        updated=patterned("When the document last changed.", CALENDAR_DATE),
        reviewed=patterned("When the team last found it right, changed or not.", CALENDAR_DATE),
        reviewEveryDays={
            **whole_number("After how many days to look at it again.", least=7, most=365),
            "default": DEFAULT_REVIEW_EVERY_DAYS,
        },
        identity=part.IDENTITY,
        type=choice("The type of the team.", TEAM_TYPES),
        partOf=part.PART_OF,
        channels=list_of("How to reach the team.", part.CHANNEL),
        meetings=list_of("Its regular meetings.", part.MEETING),
        owns=list_of("What the team owns.", part.OWNED),
        provides=list_of("What others may ask of it or rely on.", part.OFFERING),
        versioning=part.VERSIONING,
        quality=part.QUALITY,
        waysOfWorking=list_of("How the team organises its work.", refer("named")),
        practices=list_of("The engineering practices and principles it keeps.", refer("named")),
        docs=list_of("Where to read about its work.", part.DOCS),
        glossary=list_of("Words it uses in a sense of its own.", part.TERM),
        work=part.WORK,
        interactions=list_of("How it works with other teams.", part.INTERACTION),
        dependencies=list_of("Teams it waits for.", part.DEPENDENCY),
        extensions=record("Anything else, under names that start with x-."),
    ),
    "$defs": {"item": part.ITEM, "named": part.NAMED, "purpose": choice("What a channel is for.", PURPOSES)},
}
# Editors write this key into a file they check; it says nothing about the team.
SCHEMA["properties"]["$schema"] = text("Where this schema is.")


def schema_text() -> str:
    """The schema as the text that is published."""
    return orjson.dumps(SCHEMA, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()

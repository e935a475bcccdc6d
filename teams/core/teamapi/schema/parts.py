"""The parts of a Team API, each as a JSON Schema: who the team is, how it is reached, what it owns and promises."""

from __future__ import annotations

from teams.core.teamapi.schema.vocabulary import (
    CHANNEL_TYPES,
    DEPENDENCY_TYPES,
    LIFECYCLES,
    LOADS,
    MODES,
    OWNED_KINDS,
    ROLES,
    SCHEMES,
    STATUSES,
)
from teams.core.teamapi.schema.words import (
    CALENDAR_DATE,
    CLOCK_TIME,
    DURATION,
    MONTH,
    choice,
    list_of,
    number,
    patterned,
    record,
    refer,
    text,
    url,
    whole_number,
)

IDENTITY = record(
    "Who the team is.",
    ("focus",),
    name=text("The name people call the team by."),
    focus=text("What the team is there for, in one sentence a stranger understands."),
    purpose=text("Why that matters, and to whom."),
    established=patterned("The month the team was formed, as 2024-02.", MONTH),
    size=whole_number("How many people are in the team.", least=1),
    timeZones=list_of("IANA names of the time zones the team works in.", text("As in Europe/Berlin.")),
    workingHours=text("When somebody of the team is there, as in 09:00-17:00."),
    searchTerms=list_of("Words under which others look for what the team does.", text("One word or phrase.")),
    cognitiveLoad=choice("How much the team carries, by its own judgement.", LOADS),
)
PART_OF = record(
    "What the team is a part of.",
    platform=text("The platform (a group's ref or a name) this team is a part of."),
    valueStream=text("The value stream this team works in."),
)
CHANNEL = record(
    "One way to reach the team.",
    ("type", "address"),
    type=choice("What kind of channel it is.", CHANNEL_TYPES),
    address=text("The name or address: #payments-help, payments@example.org, +49 ..."),
    url=url("Where a click leads."),
    purpose={
        "description": "What it is for; a list where it serves several purposes.",
        "anyOf": [refer("purpose"), {**list_of("", refer("purpose")), "minItems": 1, "uniqueItems": True}],
    },
    responseTime=patterned("When an answer may be expected, as in PT4H.", DURATION),
    hours=choice("The hours in which the response time counts.", ("working-hours", "always")),
)
MEETING = record(
    "One regular meeting.",
    ("purpose",),
    purpose=text("What it is for."),
    rrule=text("How it recurs, by RFC 5545: FREQ=WEEKLY;BYDAY=WE."),
    timeOfDay=patterned("When it starts, as in 09:30.", CLOCK_TIME),
    timeZone=text("The IANA name of the zone of that time."),
    durationMinutes=whole_number("How long it takes.", least=1),
    open={"type": "boolean", "description": "Whether others may come."},
    url=url("Where it is held or noted."),
)
OWNED = record(
    "One thing the team owns. This is a claim of ownership.",
    ("ref",),
    ref=text("The entity, as in component:default/ledger, or the web address of a repository."),
    kind=choice("What it is.", OWNED_KINDS),
    description=text("What it does."),
    repository=text("Where its code is."),
    apiDocs=text("Where its API is described: a web address, or a path beside this file."),
    docs=text("Where it is documented."),
    runbook=text("What to do when it fails."),
    onCall=text("Who is woken: a schedule's ref, or vendor:id as in pagerduty:service/PABC123."),
    lifecycle=choice("How far it is.", LIFECYCLES),
    versioning=choice("How it is versioned, where that differs from the team's rule.", SCHEMES),
    sle=text("What its users may expect, in words."),
)
OFFERING = record(
    "One thing others may ask of the team or rely on.",
    ("name",),
    name=text("What it is called."),
    ref=text("The entity that provides it."),
    expectations=text("What may be relied on, in words."),
    availability=number("Percent of the time it works.", most=100),
    latencyMs=number("Milliseconds in which it answers."),
    responseTime=patterned("When a request is answered by people, as in P1D.", DURATION),
    deprecationNotice=patterned("Notice before it goes, where longer than the team's.", DURATION),
    howToRequest=text("How to get it."),
    docs=text("Where it is described."),
)
VERSIONING = record(
    "How the team changes what others use.",
    scheme=choice("How versions are numbered.", SCHEMES),
    releaseCadence=text("How often it releases."),
    deprecationNotice=patterned("Notice before anything goes, as in P90D.", DURATION),
    changelog=text("Where changes are announced."),
    notes=text("What else to know."),
)
QUALITY = record(
    "How the team keeps its software good.",
    testing=text("How changes are tested."),
    gates=list_of("What a change must pass.", text("One gate.")),
    environments=list_of("Where it runs before and in production.", text("One environment.")),
    slo=text("The objective the team holds itself to."),
)
WORK = record(
    "What the team works on.",
    now=list_of("What it does now.", refer("item")),
    next=list_of("What comes next.", refer("item")),
    later=list_of("What comes after that.", refer("item")),
    roadmapUrl=text("Where the plan is kept."),
    crossTeam=list_of("Improvements beyond its own borders.", refer("item")),
)
INTERACTION = record(
    "How the team works with one other team.",
    ("team", "mode"),
    team=text("The other team: a group's ref; a name, where it is in no catalog."),
    mode=choice("The mode of interaction.", MODES),
    role=choice("What this team is in it.", ROLES),
    purpose=text("What it is for."),
    status={**choice("Whether it goes on, is expected, or has ended.", STATUSES), "default": "current"},
    start=patterned("Since when.", CALENDAR_DATE),
    expectedEnd=patterned("Until when, as things stand.", CALENDAR_DATE),
    expectedDuration=patterned("How long from its start; expectedEnd wins.", DURATION),
    about=list_of("What it is about.", text("An entity's ref, or a word.")),
)
DEPENDENCY = record(
    "Another team this one waits for.",
    ("team",),
    team=text("The other team."),
    type=choice("What it does to the work.", DEPENDENCY_TYPES),
    description=text("What is needed from it."),
)
NAMED = record(
    "Something with a name.",
    ("name",),
    name=text("What it is called."),
    url=text("Where it is described."),
    notes=text("What it means here."),
)
ITEM = record(
    "A piece of work.",
    ("title",),
    title=text("What it is."),
    url=text("Where it is tracked."),
    ref=text("The entity it is about."),
)
DOCS = record("A place to read.", ("title", "url"), title=text("What one finds there."), url=text("Where it is."))
TERM = record("A word of the team.", ("term", "meaning"), term=text("The word."), meaning=text("What it means here."))

"""What is observed of an invented team, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from catalog.core.handles import Directory
from teams.core.teamapi.page.facts import (
    ChannelFact,
    CommonWorkFact,
    EdgeFact,
    MemberFact,
    NeighbourFact,
    OnCallFact,
    OwnedFact,
    TeamFacts,
)

HARBOUR, PILOTS, COAST, RAIL = (
    "group:shore/harbour",
    "group:default/pilots",
    "group:default/coast",
    "group:default/rail",
)

BARE = TeamFacts(HARBOUR, "Harbour", date(2026, 6, 1), Directory(teams={HARBOUR: "Harbour"}))

FACTS = TeamFacts(
    ref=HARBOUR,
    name="Harbour Team",
    today=date(2026, 6, 1),
    directory=Directory(teams={HARBOUR: "Harbour Team", PILOTS: "Pilots", COAST: "Coast", RAIL: "Rail"}),
    focus="Berths and tides",
    email="harbour@port.example",
    parent_ref=COAST,
    channels=(
        ChannelFact("slack", "Help", "https://chat.example/harbour"),
        ChannelFact("dashboard", "Berths now", "https://berths.example/now"),
    ),
    members=(MemberFact("user:default/ada", "Ada", is_lead=True), MemberFact("user:default/bo", "Bo")),
    owned=(
        OwnedFact(
            "component:shore/berth-planner",
            "Berth planner",
            "component",
            "service",
            "deprecated",
            "Plans berths",
            "git@git.example:shore/berth-planner.git",
            "https://git.example/shore/berth-planner/blob/main/docs/openapi.yaml",
            "https://docs.example/other",
            "Ada until 18:00",
        ),
        OwnedFact("resource:shore/tide-table", "tide-table", "resource", "dataset"),
        OwnedFact("component:shore/lamps", "lamps", "component", "library", "production"),
    ),
    consumers=(NeighbourFact(RAIL, (EdgeFact("component:default/trains", "component:shore/berth-planner"),)),),
    providers=(NeighbourFact(COAST, (EdgeFact("component:shore/berth-planner", "api:default/weather"),)),),
    common_work=(
        CommonWorkFact(PILOTS, 12, 60, ("component:shore/berth-planner",)),
        CommonWorkFact(RAIL, 0, 60),
    ),
    on_call=(OnCallFact("harbour-primary", ("Ada",), datetime(2026, 6, 1, 18, tzinfo=UTC), "https://pager.example/h"),),
    document_url="https://git.example/shore/harbour/blob/main/team-api.yaml",
)

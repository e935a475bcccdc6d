"""Team APIs of teams that do not exist, for tests: the smallest that is valid, and one that says everything."""

from __future__ import annotations

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.parse import parse_team_api

SMALLEST = """\
apiVersion: teamapi/v1
kind: TeamApi
team: group:default/harbour
updated: 2026-03-01
"""

FULL = """\
# yaml-language-server: $schema=https://bailiwick.example/static/schemas/team-api.schema.json
$schema: https://bailiwick.example/static/schemas/team-api.schema.json
apiVersion: teamapi/v1
kind: TeamApi
team: group:Shore/Harbour
updated: 2026-03-01
reviewed: 2026-05-20
reviewEveryDays: 60
identity:
  name: Harbour
  focus: Ships come in and leave on time
  purpose: Nobody waits at sea
  established: 2021-07
  size: 6
  timeZones: [Europe/Oslo, Atlantic/Azores]
  workingHours: 08:00-16:00
  searchTerms: [berths, tides]
  cognitiveLoad: high
type: stream-aligned
partOf: {platform: group:default/coast, valueStream: Shipping}
channels:
  - type: slack
    address: "#harbour-help"
    url: https://chat.example/harbour
    purpose: questions
    responseTime: PT4H
    hours: working-hours
  - {type: pager, address: harbour, purpose: [incidents, support]}
meetings:
  - purpose: daily
    rrule: FREQ=WEEKLY;BYDAY=MO,TU
    timeOfDay: 09:15
    timeZone: Europe/Oslo
    durationMinutes: 15
    open: true
    url: https://meet.example/h
owns:
  - ref: component:shore/berth-planner
    kind: service
    description: Says which ship lies where
    repository: https://git.example/shore/berth-planner
    apiDocs: docs/openapi.yaml
    docs: https://docs.example/berths
    runbook: docs/runbook.md
    onCall: schedule:shore/harbour-primary
    lifecycle: production
    versioning: api-versions
    sle: Plans are ready by six
  - {ref: tide-table, kind: dataset}
provides:
  - name: Berth plan
    ref: api:shore/berths
    expectations: A plan for every ship, two days ahead
    availability: 99.5
    latencyMs: 300
    responseTime: P1D
    deprecationNotice: P180D
    howToRequest: Ask in the channel
    docs: https://docs.example/plan
versioning:
  scheme: semver
  releaseCadence: weekly
  deprecationNotice: P90D
  changelog: CHANGELOG.md
  notes: Old plans stay readable
quality:
  testing: Each tide is simulated
  gates: [tests, review]
  environments: [basin, sea]
  slo: 99 % of ships on time
waysOfWorking: [{name: Kanban, url: "https://docs.example/kanban", notes: Limit of three}]
practices: [{name: Pairing}]
docs: [{title: Handbook, url: "https://docs.example/handbook"}]
glossary: [{term: berth, meaning: A place for one ship}]
work:
  now: [{title: Night plans, url: "https://track.example/1", ref: component:shore/berth-planner}]
  next: [{title: Fewer waits}]
  later: [{title: Two harbours}]
  crossTeam: [{title: One word for ship}]
  roadmapUrl: https://track.example/roadmap
interactions:
  - team: group:default/pilots
    mode: collaboration
    role: peer
    purpose: Plan by draught
    start: 2026-01-31
    expectedDuration: P1M
    about: [component:shore/berth-planner]
  - team: group:default/coast
    mode: x-as-a-service
    role: consumer
    purpose: Weather
    start: 2025-01-01
    expectedEnd: 2026-12-31
    status: current
  - {team: Customs office, mode: facilitating, role: facilitated, status: expected}
dependencies:
  - {team: group:default/customs, type: slowing, description: Papers take a day}
extensions: {x-flag: blue}
x-anything: [1, 2]
"""


def read(text: str, path: str = "team-api.yaml") -> TeamApiDocument:
    """The document of a text that must be readable."""
    parsed = parse_team_api(path, text.encode())
    assert parsed.document is not None, parsed.problems
    return parsed.document

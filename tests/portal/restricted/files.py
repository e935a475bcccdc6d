"""What the two sources hold: one that everybody may see, and one for its readers alone.

Everything that stands in the restricted source has `MARK` in it: names, titles, addresses, paths, tickets, messages.
Where something open leads there it does so by another name, so that the open files do not hold the mark: a former
name, a team's handle at its host, an address.
"""

from __future__ import annotations

from typing import TypeAlias

from tests.repositories import component, documents

#: Files of repositories by name; None deletes one.
Sources: TypeAlias = dict[str, dict[str, str | None]]
#: An animal that nobody else mentions.
MARK = "quokka"
#: What the open files call the restricted team: a name of former days, and its handle at the host.
FORMER, HANDLE = "nightwatch", "acme/nightwatch"

_GROUP = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: {name}
  title: {title}
  description: What {title} does
  annotations: {{{annotations}}}
  links: [{{url: "https://chat.example.org/{name}", title: "{title} chat"}}]
spec:
  type: {type}
  profile: {{displayName: {title}, email: {name}@example.org}}
  {more}children: []
"""
_USER = """\
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: {name}
spec:
  profile: {{displayName: {title}, email: {email}}}
  memberOf: [{teams}]
"""
_TEAM_API = """\
apiVersion: teamapi/v1
kind: TeamApi
team: group:default/{team}
updated: 2026-03-01
identity: {{name: {title}, focus: The focus of {title}, searchTerms: [{word} term]}}
type: {type}
channels: [{{type: slack, address: "#{word}-help", purpose: questions}}]
"""
_SCHEDULE = """\
kind: Schedule
name: {name}
title: {title}
owner: {owner}
time_zone: Europe/Berlin
layers:
  - participants: [{people}]
    rotation: {{start: 2026-01-05T09:00, unit: day, length: 1}}
"""


def team(name: str, title: str, more: str = "", annotations: str = "", type: str = "team") -> str:  # noqa: A002  # as in a descriptor
    """A Group with an address and a way to reach it."""
    return _GROUP.format(name=name, title=title, more=more and f"{more}\n  ", annotations=annotations, type=type)


def user(name: str, title: str, teams: str, email: str = "") -> str:
    """A User."""
    return _USER.format(name=name, title=title, teams=teams, email=email or f"{name}@example.org")


def team_api(name: str, title: str, word: str, more: str = "", type: str = "stream-aligned") -> str:  # noqa: A002  # as in a document
    """A Team API."""
    return _TEAM_API.format(team=name, title=title, word=word, type=type) + more


def schedule(name: str, title: str, owner: str, people: str) -> str:
    """Turns of a day each."""
    return _SCHEDULE.format(name=name, title=title, owner=owner, people=people)


def interaction(with_team: str, mode: str, role: str, purpose: str) -> str:
    """One interaction that ended long ago, as `team_api` takes it."""
    return (
        f"  - {{team: group:default/{with_team}, mode: {mode}, role: {role}, purpose: {purpose}, "
        "start: 2024-01-01, expectedEnd: 2024-06-01}\n"
    )


def thing(kind: str, name: str, spec: str, metadata: str = "") -> str:
    """Any other descriptor; `spec` and `metadata` are the inside of flow mappings."""
    return (
        f"apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}{metadata and ', '}{metadata}}}\n"
        f"spec: {{{spec}}}\n"
    )


_API = "type: openapi, lifecycle: production, definition: 'openapi: 3.0.3'"
_TITLED = "title: Quokka {0}, description: About quokka {0}, tags: [quokka-tag], labels: {{quokka-label: yes-quokka}}"
_ON = "annotations: {bailiwick.dev/on-call-ref: 'schedule:default/harbour-nights'}"

#: Open: two teams and the readers, services of theirs, of nobody, and of a team that is in the other source.
OPEN: Sources = {
    "org": {
        "catalog-info.yaml": documents(
            team("harbour", "Harbour", annotations="bailiwick.dev/lead: 'user:default/ola'"),
            team("market", "Market"),
            team("readers", "Readers"),
            user("ola", "Ola", "harbour"),
            user("otto", "Otto", "market"),
            user("rhea", "Rhea", "readers"),
        )
    },
    "pier": {
        "catalog-info.yaml": documents(
            component("pier", "harbour", dependsOn="[component:ferry]", providesApis="[pier-api]"),
            thing("API", "pier-api", f"owner: harbour, {_API}"),
            thing("System", "docks", "owner: harbour"),
            thing("Component", "lamp", "type: service, lifecycle: production, owner: harbour", _ON),
        ),
        "oncall.yaml": schedule("harbour-nights", "Harbour nights", "harbour", "[zoe@example.org]"),
        "team-api.yaml": team_api(
            "harbour",
            "Harbour",
            "harbour",
            "interactions:\n"
            + interaction(FORMER, "collaboration", "peer", "the tide tables")
            + interaction("market", "x-as-a-service", "provider", "the pier")
            + "owns:\n  - {ref: component:default/pier}\n  - {ref: component:default/lantern}\n",
        ),
    },
    "lantern": {"catalog-info.yaml": component("lantern", FORMER, dependsOn="[component:pier]")},
    "ferry": {"catalog-info.yaml": component("ferry", "market"), "CODEOWNERS": f"* @{HANDLE}\n"},
    "gull": {"catalog-info.yaml": component("gull", "market")},
    "barge": {"catalog-info.yaml": component("barge", "market")},
    "raft": {"catalog-info.yaml": component("raft", "market")},
}

_LEAD = (
    f"bailiwick.dev/lead: 'user:default/{MARK}-mia', bailiwick.dev/former-refs: 'group:default/{FORMER}', "
    f"github.com/team-slug: {HANDLE}"
)

#: Restricted: a team below Harbour, its people and all it has; and what it says of the others.
CLOSED: Sources = {
    f"{MARK}-org": {
        "catalog-info.yaml": documents(
            team(f"{MARK}-crew", "Quokka Crew", "parent: harbour\n  members: [ola]", _LEAD),
            team(f"{MARK}-cubs", "Quokka Cubs", f"parent: {MARK}-crew", type=f"{MARK}-type"),
            user(f"{MARK}-mia", "Quokka Mia", f"{MARK}-crew, harbour"),
            user(f"{MARK}-zoe", "Quokka Zoe", f"{MARK}-crew", "zoe@example.org"),
        ),
        "team-api.yaml": team_api(
            f"{MARK}-crew",
            "Quokka Crew",
            MARK,
            "interactions:\n"
            + interaction("harbour", "collaboration", "peer", f"the {MARK} tide")
            + interaction("market", "x-as-a-service", "consumer", f"the {MARK} stall")
            + "owns:\n  - {ref: component:default/barge}\n",
            "platform",
        ),
        "oncall.yaml": schedule(f"{MARK}-nights", "Quokka nights", f"{MARK}-crew", f"[{MARK}-mia], [ola]"),
        f"{MARK}/oncall.yaml": "kind: Schedule\nname: quokka-broken-rota\nowner: harbour\n",
    },
    f"{MARK}-store": {
        "catalog-info.yaml": documents(
            thing(
                "Component",
                f"{MARK}-store",
                f"type: service, lifecycle: production, owner: {MARK}-crew, system: {MARK}-system, "
                f"dependsOn: [component:pier, resource:{MARK}-db], providesApis: [{MARK}-api, pier-api], "
                "consumesApis: [pier-api]",
                _TITLED.format("store") + ", links: [{url: 'https://quokka.example.org/run', title: Quokka run}]",
            ),
            thing("API", f"{MARK}-api", f"owner: {MARK}-crew, {_API}", _TITLED.format("api")),
            thing(
                "Resource",
                f"{MARK}-db",
                f"type: {MARK}-database, owner: harbour, dependencyOf: [component:pier, component:lantern]",
                _TITLED.format("db"),
            ),
            thing("System", f"{MARK}-system", f"owner: {MARK}-crew, domain: {MARK}-domain", _TITLED.format("system")),
            thing("Domain", f"{MARK}-domain", f"owner: {MARK}-crew", _TITLED.format("domain")),
            thing("Location", f"{MARK}-location", f"targets: [./{MARK}-more.yaml]"),
            thing("QuokkaKind", f"{MARK}-custom", f"owner: {MARK}-crew, {MARK}: yes").replace("backstage.io", MARK),
            component(f"{MARK}-lost", f"{MARK}-nobody"),
            component(f"{MARK}-old", f"{MARK}-crew"),
            component(f"{MARK}-gone", f"{MARK}-crew"),
            component(f"{MARK}-kept", f"{MARK}-crew"),
        ),
        f"{MARK}-more.yaml": component(f"{MARK}-more", f"{MARK}-crew"),
        f"{MARK}-broken/catalog-info.yaml": "kind: [quokka",
        "CODEOWNERS": f"* @acme/{MARK}-crew\n/{MARK}/ @{MARK}-login\n",
    },
    # contenders: of an open one, and with an open one
    f"{MARK}-claims": {
        "catalog-info.yaml": documents(
            thing("Component", "raft", f"type: service, lifecycle: {MARK}-cycle, owner: {MARK}-crew"),
            thing(
                "Component",
                "gull",
                f"type: {MARK}-bird, lifecycle: production, owner: {MARK}-crew",
                _TITLED.format("gull"),
            ),
        )
    },
}
_STORE = CLOSED[f"{MARK}-store"]["catalog-info.yaml"] or ""
#: As the restricted source goes on: something is renamed, something is removed, and one thing moves into the open.
CLOSED_LATER: Sources = {
    f"{MARK}-store": {
        "catalog-info.yaml": _STORE.replace(
            component(f"{MARK}-old", f"{MARK}-crew"), component(f"{MARK}-new", f"{MARK}-crew")
        )
        .replace("---\n" + component(f"{MARK}-gone", f"{MARK}-crew"), "")
        .replace("---\n" + component(f"{MARK}-kept", f"{MARK}-crew"), "")
    },
    f"{MARK}-moved": {"catalog-info.yaml": None},
}
MOVED: Sources = {
    f"{MARK}-moved": {
        "catalog-info.yaml": thing(
            "Component",
            "wanderer",
            f"type: {MARK}-type, lifecycle: {MARK}-cycle, owner: {MARK}-crew",
            _TITLED.format("w"),
        )
    }
}
OPEN_LATER: Sources = {"wanderer": {"catalog-info.yaml": component("wanderer", "market")}}

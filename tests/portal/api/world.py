"""What the tests of the API ask about: the organisation of the portal's tests, and more of what Otto must not see.

Everything from the restricted source has "vault" or "secret" in it, so that one look at an answer tells whether any of
it is there. Olga and Tom of the team Shop may read that source; Otto may not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from django.test import Client

from catalog.actions.search import index_search
from catalog.core.access import Scope
from catalog.models import (
    AddedAlias,
    Alias,
    CodeRoot,
    Descriptor,
    Edge,
    Entity,
    Origin,
    Ownership,
    PersonMerge,
    Scan,
)
from portal.actions.tokens import make_token
from portal.api.schema import get_schema
from portal.models import Account, ApiToken
from scoring.core.evidence import FileEvidence, NumberSeen, NumbersEvidence
from scoring.core.reports.state import OpenGroup, ReportedFinding, ScopeState
from scoring.models import Finding, FindingEvent, ReportState
from teams.models import Membership, MembershipDecision, OnCallSource, Override, Person, Team
from tests.portal.api.decisions import make_decisions
from tests.portal.organisation import Organisation, make_finding, make_member, own, rate
from tests.scoring.factories import NOW, TIP, make_claim, make_entity
from tests.teams.schedules import keep_schedule, schedule_text
from tests.teams.team_apis import keep_team_api, team_api_text

ROOT = "/api/v1"
#: What cannot be asked without a query.
QUERIES = {"get_owner": "?ref=cart", "get_search": "?kind=component", "get_on_call": "?team=shop"}
HIDDEN = (b"vault", b"secret", b"Vault", b"Secret")


@dataclass
class Script:
    """A script with a token, and how the API answers it."""

    text: str
    token: ApiToken
    client: Client = field(default_factory=Client)

    def get(self, address: str, query: Any = None, **headers: str) -> Any:
        """`address` below the root of the API, or a whole one; `query` as the test client takes it."""
        url = address if address.startswith("/api") else f"{ROOT}{address}"
        return self.client.get(url, query, headers={"Authorization": f"Bearer {self.text}", **headers})

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """A request that changes something, with a JSON body."""
        url = address if address.startswith("/api") else f"{ROOT}{address}"
        content = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Authorization": f"Bearer {self.text}", **headers}
        return self.client.generic(method, url, content, "application/json", headers=headers)

    def read(self, address: str, query: Any = None) -> Any:
        """The answer to a request that must go well."""
        response = self.get(address, query)
        assert response.status_code == 200, response.content
        return orjson.loads(response.content)


def make_script(account: Account, scopes: tuple[Scope, ...] = (Scope.READ,), **fields: Any) -> Script:
    """A script of somebody's, with a token of these scopes."""
    token, text = make_token(account, "script", scopes, fields.get("expires_at"))
    return Script(text, token)


def make_world(org: Organisation) -> None:
    """Rows of every kind, some from the restricted source."""
    open_source, hidden_source = org.source, org.hidden_origin.source
    assert hidden_source is not None
    hidden_source.name = "Secret clones"
    hidden_source.save()
    Origin.objects.create(
        kind="url", provider_id="1", name="all.yaml", location="https://git.example.org/all.yaml", first_seen_at=NOW
    )
    make_entity("vaulters", "", kind="Group", type="team", origin=org.hidden_origin)
    vaulters = Team.objects.create(
        ref="group:default/vaulters", name="vaulters", email="vaulters@example.org", source=hidden_source,
        first_seen_at=NOW, channels=[{"kind": "chat", "title": "Vaulters", "url": "https://chat.example.org/vaulters"}],
    )  # fmt: skip
    Team.objects.filter(pk=org.shop.pk).update(
        email="shop@example.org", channels=[{"kind": "chat", "title": "Shop", "url": "https://chat.example.org/shop"}]
    )
    make_people(org, vaulters)
    make_entity("vaughn-vault", "", kind="User", type="", origin=org.hidden_origin)
    till = make_entity("till", "shop")
    Ownership.objects.create(
        subject_ref=till.ref, owner_ref=vaulters.ref, confidence=0.7, reasons=["A Team API lists it for Vaulters."],
        since=NOW,
    )  # fmt: skip
    make_claim(till.ref, "team-api", "vaulters", {"origin": org.hidden_origin.pk, "path": "secret"}, org.hidden_origin)
    own(make_entity("orphan", ""), None, 0.0)
    claim = make_claim(
        org.vault.ref, "history", "shop", {"kind": "numbers", "says": "vault", "numbers": []}, org.origin
    )
    claim.source = claim.origin = None
    claim.save()
    make_edges_and_code(org)
    make_judgements(org, till)
    for origin in (org.origin, org.hidden_origin):
        Scan.objects.create(origin=origin, commit=TIP, started_at=NOW, finished_at=NOW, added=2, broken=1)
        Descriptor.objects.create(
            origin=origin, path=f"{origin.name}/broken.yaml", doc_index=0, state="broken", digest="d", commit=TIP,
            stage="yaml", error=f"{origin.name} is no YAML", error_line=3, first_seen_at=NOW,
        )  # fmt: skip
    make_schedules(org)
    make_decisions(org)
    make_team_apis(org)
    index_everything()
    assert open_source.pk != hidden_source.pk


def make_schedules(org: Organisation) -> None:
    """Ulla and somebody unknown take turns for Shop; Vaughn alone for the hidden team."""
    keep_schedule(schedule_text("shop", "shop", "[[ulla], [stranger]]"), org.origin, path="shop/oncall.yaml")
    hidden = schedule_text("vaulters", "vaulters", "[[vaughn-vault]]")
    keep_schedule(hidden, org.hidden_origin, path="vault/oncall.yaml")
    for name, owner in (("calendar", "group:default/shop"), ("other-calendar", "group:default/vaulters")):
        OnCallSource.objects.create(kind="ical-url", name=name, owner_ref=owner, added_by="account:0", added_at=NOW)
    for name, person in (("shop", "ulla"), ("vaulters", "vaughn-vault")):
        Override.objects.create(
            schedule_ref=f"schedule:default/{name}", mode="add", start=NOW, end=NOW + timedelta(hours=1), made_at=NOW,
            people=[f"user:default/{person}"], made_by_ref="account:0",
        )  # fmt: skip


def make_team_apis(org: Organisation) -> None:
    """Shop has said two things in the open; what Vaulters say stands in the restricted source."""
    for channel in ("ask-shop", "shop-help"):
        keep_team_api(team_api_text("shop", more=f"channels: [{{type: slack, address: {channel}}}]\n"), org.origin)
    keep_team_api(team_api_text("vaulters"), org.hidden_origin)


def index_everything() -> None:
    """Let the search find what is there, as the delivery of changes does."""
    entities = Entity.objects.values_list("ref", flat=True)
    index_search([*entities, *(origin.ref for origin in Origin.objects.all())], NOW)


def make_people(org: Organisation, vaulters: Team) -> None:
    """Ulla is in Shop and in the hidden team; Vaughn, who is hidden, is in Money."""
    ulla = make_member(org.shop, "ulla", is_lead=True)
    Membership.objects.create(team=vaulters, person=ulla, since=NOW)
    for ended_at in (NOW, None):
        MembershipDecision.objects.create(
            team=org.shop, person=ulla, says="lead", reason="She asked.", decided_by_ref="account:0", decided_at=NOW,
            ended_at=ended_at, ended_by_ref="account:0",
        )  # fmt: skip
    vaughn = Person.objects.create(
        ref="user:default/vaughn-vault", name="vaughn-vault", email="vaughn-vault@example.org",
        source=vaulters.source, first_seen_at=NOW,
    )  # fmt: skip
    Membership.objects.create(team=Team.objects.get(name="money"), person=vaughn, since=NOW)
    Alias.objects.create(scheme="email", value="u.example@old.example.org", entity_ref=ulla.ref, valid_from=NOW)
    Alias.objects.create(scheme="email", value="v@old.example.org", entity_ref=vaughn.ref, valid_from=NOW)
    AddedAlias.objects.create(
        entity_ref=ulla.ref, scheme="email", value="u.example@old.example.org", reason="Hers.",
        decided_by_ref="account:0", decided_at=NOW,
    )  # fmt: skip
    make_member(org.shop, "uma")
    pairs = (("user:default/ulla", "user:default/uma"), ("user:default/ulla", "user:default/vaughn-vault"))
    for first, second in pairs:
        PersonMerge.objects.create(first_ref=first, second_ref=second, likeness=["same-email"], seen_at=NOW)


def make_edges_and_code(org: Organisation) -> None:
    """The vault depends on the cart, and has code in the open repository; the cart has links."""
    descriptor = org.vault.descriptors.get()
    for source, type_, target in (
        (org.vault.ref, "dependsOn", org.cart.ref),
        (org.cart.ref, "dependencyOf", org.vault.ref),
    ):
        Edge.objects.create(declared_by=descriptor, source_ref=source, type=type_, target_ref=target)
    CodeRoot.objects.create(
        entity_ref=org.vault.ref, origin=org.origin, path_prefix="cart/hidden", basis="source-location"
    )
    links = [
        {"url": "https://cart.example.com/health", "title": "Cart"},
        {"url": "https://pager.example.com/cart", "title": "On call"},
    ]
    body = {"kind": "Component", "metadata": {"name": "cart", "links": links}, "spec": {"owner": "shop"}}
    Entity.objects.filter(pk=org.cart.pk).update(body_json=orjson.dumps(body).decode())
    org.origin.remote_url = "https://user:password@github.com/example/shop.git"
    org.origin.save()
    org.hidden_origin.remote_url = "git@github.com:example/secret.git"
    org.hidden_origin.save()


def make_judgements(org: Organisation, till: Entity) -> None:
    """Scores, a finding with evidence that lies elsewhere, and reports that hold hidden findings."""
    rate(org.vault, 10, "orphaned")
    hidden_file = FileEvidence("the secret line", org.hidden_origin.pk, TIP, "secret/file", 1)
    numbers = NumbersEvidence(
        "Commits",
        (
            NumberSeen("Shop", 3, "commits", "group:default/shop"),
            NumberSeen("Vaulters", 9, "commits", "group:default/vaulters"),
        ),
    )
    finding = make_finding(till, org.origin, "owner-does-the-work", team_ref="group:default/vaulters")
    finding.evidence = [*finding.evidence, hidden_file.to_json(), numbers.to_json()]
    finding.save()
    FindingEvent.objects.create(finding=finding, event="opened", actor_ref="system", at=NOW)
    for week in ("2026-W09", "2026-W10"):
        for scope, name in (("organisation", "The organisation"), ("group:default/vaulters", "Vaulters")):
            ReportState.objects.create(week=week, scope=scope, state=make_state(org, scope, name), frozen_at=NOW)


def make_state(org: Organisation, scope: str, name: str) -> dict[str, Any]:
    """The state of a scope with an open finding from each of the two sources."""
    told = tuple(
        ReportedFinding(
            id=each.pk, check_id=each.check_id, source_id=each.source_id, subject_ref=each.subject_ref,
            team_ref=each.team_ref, sentence=each.sentence, remedy=each.remedy, opened_at=NOW,
        )
        for each in (org.finding, org.hidden_finding)
    )  # fmt: skip
    open_now = tuple(OpenGroup(each.check_id, each.source_id, (each.id,)) for each in told)
    return ScopeState(scope=scope, name=name, as_of=NOW, judged_at=NOW, open=open_now, told=told).to_json()


def list_addresses(org: Organisation, *, is_writing: bool = False) -> dict[str, str]:
    """Every operation of the schema that reads, or that writes, by its id, with an address that answers somebody who
    may see and do everything.
    """
    parts = {**_list_places(org), **_list_people_places(org), **_list_on_call_places()}
    found = {}
    for path, operations in get_schema()["paths"].items():
        for method, operation in operations.items():
            if (method != "get") == is_writing:
                name = operation["operationId"]
                found[name] = _fill(path, parts.get(name, ())) + QUERIES.get(name, "")
    return found


def _list_places(org: Organisation) -> dict[str, Any]:
    """What stands in the addresses of operations on the catalog and on what was judged, by their ids."""
    cart, report = ("component", "default", "cart"), ReportState.objects.filter(week="2026-W10", scope="organisation")
    return {
        "get_source": org.source.pk,
        "get_location": Origin.objects.get(kind="url").pk,
        "get_repository": org.origin.pk,
        "get_scan": Scan.objects.get(origin=org.origin).pk,
        "get_finding": Finding.objects.get(subject_ref="component:default/till").pk,
        "get_report": report.get().pk,
        "get_check": "claims-agree",
        **dict.fromkeys(("get_entity", "list_relations", "get_graph", "list_changes"), cart),
    }


def _list_people_places(org: Organisation) -> dict[str, Any]:
    """Likewise on teams and people."""
    team, person = ("default", "shop"), ("default", "ulla")
    address = AddedAlias.objects.get(entity_ref="user:default/ulla")
    merge = PersonMerge.objects.get(second_ref="user:default/uma")
    decided = MembershipDecision.objects.get(team=org.shop, ended_at=None)
    of_team = (
        "get_team", "list_members", "list_membership_decisions", "decide_membership", "get_team_api",
        "list_team_api_versions", "get_team_api_diff",
    )  # fmt: skip
    return {
        **dict.fromkeys(of_team, team),
        **dict.fromkeys(("get_membership_decision", "withdraw_membership"), (*team, decided.pk)),
        **dict.fromkeys(("get_person", "add_address", "forget_person"), person),
        **dict.fromkeys(("get_address", "withdraw_address"), (*person, address.pk)),
        **dict.fromkeys(("get_merge", "undo_merge", "confirm_merge", "decline_merge"), merge.pk),
    }


def _list_on_call_places() -> dict[str, Any]:
    """Likewise on schedules and where they come from."""
    schedule, source = ("default", "shop"), OnCallSource.objects.get(name="calendar").pk
    override = Override.objects.get(schedule_ref="schedule:default/shop").pk
    of_schedule = ("get_schedule", "list_overrides", "change_schedule", "end_schedule", "add_override", "swap_shift")
    of_source = ("get_on_call_source", "change_on_call_source", "remove_on_call_source", "read_on_call_source")
    return {
        **dict.fromkeys(of_schedule, schedule),
        **dict.fromkeys(("get_override", "undo_override"), (*schedule, override)),
        **dict.fromkeys(of_source, source),
    }


def _fill(path: str, values: Any) -> str:
    """A path with values in place of its variables."""
    for value in values if isinstance(values, tuple) else (values,):
        start, end = path.index("{"), path.index("}")
        path = f"{path[:start]}{value}{path[end + 1 :]}"
    return path

"""Every address of the product that something can be asked at, for everything there is: open and restricted alike."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from catalog.models import AddedAlias, Claim, Entity, Origin, PersonMerge, Scan, Source
from portal.models import Account
from portal.views.entity_frame import TABS
from scoring.core.registry import get_checks
from scoring.models import Finding, ReportState
from teams.models import MembershipDecision, OnCallSource, Override, Person, Schedule, Team
from tests.portal.restricted.files import FORMER, MARK
from tests.portal.restricted.world import World


def schedule_document(person: str) -> dict[str, object]:
    """A schedule of Harbour in which one person is on call for ever."""
    turn = {"participants": [[person]], "rotation": {"start": "2026-01-05T09:00", "unit": "day", "length": 1}}
    return {"name": "new", "owner": "harbour", "time_zone": "Europe/Berlin", "layers": [turn]}


Address = tuple[str, str]  # the name of the URL, as in `tests.portal.roles.table`, and the address

#: Lists without a word in their address: as a page, as CSV.
PLAIN = {
    "services": "/services", "catalog": "/catalog", "conflicts": "/conflicts", "renames": "/renames",
    "removed": "/removed", "teams": "/teams", "team-map": "/teams/map", "team-index": "/teams/index",
    "findings": "/findings", "repositories": "/repositories", "reports": "/reports", "broken-files": "/broken-files",
    "sources": "/sources", "locations": "/locations", "checks": "/checks", "audit": "/audit", "people": "/people",
    "people-merges": "/people/merges", "on-call": "/on-call",
}  # fmt: skip
SINGLE = {
    "home": "/", "progress": "/progress", "rename-add": "/renames/add",
    "on-call-sources": "/on-call/sources", "on-call-source-add": "/on-call/sources/add/ical-file",
    "schedule-add": "/on-call/new", "source-add": "/sources/add", "location-add": "/locations/add",
    "feeds": "/account/feeds", "account": "/account", "tokens": "/account/tokens", "accounts": "/accounts",
    "account-add": "/accounts/add", "sign-in-link": "/sign-in/no-such-secret", "health": "/health",
    "api:index": "/api/v1", "api:me": "/api/v1/me", "api:sources": "/api/v1/sources",
    "api:repositories": "/api/v1/repositories",
    "api:scans": "/api/v1/scans", "api:broken-files": "/api/v1/broken-files",
    "api:entities": "/api/v1/entities",
    "api:entity-facets": "/api/v1/entity-facets", "api:services": "/api/v1/services",
    "api:claims": "/api/v1/claims", "api:ownership": "/api/v1/ownership", "api:conflicts": "/api/v1/conflicts",
    "api:renames": "/api/v1/renames", "api:removed-entities": "/api/v1/removed-entities", "api:teams": "/api/v1/teams",
    "api:people": "/api/v1/people", "api:locations": "/api/v1/locations", "api:team-apis": "/api/v1/team-apis",
    "api:schedules": "/api/v1/schedules", "api:on-call-sources": "/api/v1/on-call-sources",
    "api:checks": "/api/v1/checks", "api:findings": "/api/v1/findings",
    "api:exemptions": "/api/v1/exemptions", "api:scores": "/api/v1/scores", "api:reports": "/api/v1/reports",
    "api:schema": "/api/v1/schema", "catalog:entities": "/api/catalog/entities",
    "catalog:entities/by-query": "/api/catalog/entities/by-query?limit=500",
    "catalog:locations": "/api/catalog/locations", "api:people-merges": "/api/v1/people/merges",
    "people-merge-add": "/people/merges/add",
}  # fmt: skip
#: Of a list, other views: an order, a filter that a page offers.
VIEWS = (
    ("services", "/services?owner=nobody"), ("catalog", "/catalog?owner=nobody"), ("catalog", "/catalog?in_error=true"),
    ("services", "/services?sort=owner"), ("teams", "/teams?state=staffed"), ("teams", "/teams?state=dissolved"),
    ("teams", "/teams?state=empty"), ("people", "/people?in_team=false"), ("people", "/people?several=true"),
    ("findings", "/findings?state=open"), ("findings", "/findings?state=exempted"),
    ("findings", "/findings?team=nobody"), ("renames", "/renames?state=ended"),
    ("on-call", "/on-call?in_error=false&sort=schedule"),
    ("search", "/search?q=owner:me"), ("search", "/search?q=owner:nobody"), ("search", "/search?q=kind:component"),
    ("search", "/search?q=store&part=1"), ("search", "/search?q=owner:harbour&format=csv"), ("search", "/search?q=e"),
    ("api:search", "/api/v1/search?q=component"), ("api:search", "/api/v1/search?kind=component"),
    ("api:on-call", "/api/v1/on-call?team=harbour"), ("api:on-call", "/api/v1/on-call?team=market"),
    ("reports", "/reports?scope=organisation"), ("report", "/reports/now/organisation"),
    ("catalog:entity-facets", "/api/catalog/entity-facets?" + urlencode([("facet", each) for each in (
        "kind", "spec.type", "spec.owner", "spec.lifecycle", "metadata.tags", "relations.ownedby",
        "relations.dependson",
        "metadata.annotations.backstage.io/managed-by-location", "relations.hasmember", "relations.haspart",
        "relations.apiprovidedby", "relations.apiconsumedby", "relations.dependencyof", "relations.parentof",
    )])),
    ("catalog:entities", "/api/catalog/entities?" + urlencode({"filter": "kind=component", "fields": "relations"})),
    ("catalog:entities/by-query", "/api/catalog/entities/by-query?fullTextFilterTerm=store"),
    ("catalog:entities/by-query", "/api/catalog/entities/by-query?orderField=spec.owner,asc&limit=2"),
)  # fmt: skip


def list_addresses(world: World) -> list[Address]:
    """All of them, each once."""
    found = [*SINGLE.items(), *VIEWS]
    for name, address in PLAIN.items():
        found += [(name, address), (name, f"{address}?format=csv")]
    for each in (_list_entities, _list_teams, _list_people, _list_on_call, _list_places, _list_decisions, _list_judged):
        found += each()
    found += _list_by_former_name()
    found += [("feed", f"/feeds/{secret}/on-call.ics") for secret in world.feeds.values()]
    return list(dict.fromkeys(found))


def _list_by_former_name() -> Iterator[Address]:
    """What the restricted team was called, as open files call it still."""
    for name in ("services", "catalog", "findings", "teams"):
        query = {"findings": "team", "teams": "parent"}.get(name, "owner")
        yield name, f"/{name}?{query}={FORMER}"
        yield (
            f"api:{name if name != 'catalog' else 'entities'}",
            f"/api/v1/{name.replace('catalog', 'entities')}?{query}={FORMER}",
        )
    yield "search", f"/search?q={FORMER}"
    yield "search", f"/search?q=owner:{FORMER}"
    yield "api:search", f"/api/v1/search?q={FORMER}"
    yield "entity", f"/entities/group/default/{FORMER}"
    yield "team", f"/teams/default/{FORMER}"
    yield "team-api", f"/teams/default/{FORMER}/api"
    yield "api:entity", f"/api/v1/entities/group/default/{FORMER}"
    yield "api:team", f"/api/v1/teams/default/{FORMER}"
    yield "api:team-api", f"/api/v1/team-apis/default/{FORMER}"
    yield "api:owner", f"/api/v1/owner?ref=group:default/{FORMER}"
    yield "api:owner", "/api/v1/owner?email=zoe@example.org"
    yield "api:on-call", f"/api/v1/on-call?team={FORMER}"
    yield "catalog:entities/by-name", f"/api/catalog/entities/by-name/group/default/{FORMER}"


def _list_entities() -> Iterator[Address]:
    for entity in Entity.objects.order_by("ref"):
        parts = entity.ref.replace(":", "/", 1)
        yield "entity", f"/entities/{parts}"
        for tab, _ in TABS[1:]:
            yield "entity-tab", f"/entities/{parts}/{tab}"
        yield "entity-tab", f"/entities/{parts}/relations?format=csv"
        yield "entity-tab", f"/entities/{parts}/history?on={entity.first_seen_at:%Y-%m-%d}"
        yield "entity-definition-frame", f"/entities/{parts}/definition/frame"
        yield "entity-definition-file", f"/entities/{parts}/definition/file"
        yield "conflict", f"/conflicts/{parts}"
        yield "removed-entity", f"/removed/{parts}"
        yield "owner-decide", f"/owner-decisions/add?subject={entity.ref}"
        for name in ("", "relations", "graph", "history"):
            yield f"api:{name or 'entity'}", f"/api/v1/entities/{parts}{name and '/'}{name}"
        yield "api:owner", f"/api/v1/owner?ref={entity.ref}"
        yield "catalog:entities/by-name", f"/api/catalog/entities/by-name/{parts}"
        yield "catalog:entities/by-name/ancestry", f"/api/catalog/entities/by-name/{parts}/ancestry"
        yield "catalog:entities/by-uid", f"/api/catalog/entities/by-uid/{entity.uid}"
        yield "catalog:locations/by-entity", f"/api/catalog/locations/by-entity/{parts}"


def _list_teams() -> Iterator[Address]:
    for ref in Team.objects.values_list("ref", flat=True):
        name = ref.partition(":")[2]
        yield "team", f"/teams/{name}"
        yield "team-survey", f"/teams/{name}/survey"
        yield "team-api", f"/teams/{name}/api"
        yield "team-api-versions", f"/teams/{name}/api/versions"
        yield "team-api-starter", f"/teams/{name}/api/starter"
        yield from (("team-api-as", f"/teams/{name}/api.{form}") for form in ("json", "md"))
        yield "api:team", f"/api/v1/teams/{name}"
        yield "team-members", f"/teams/{name}/members"
        yield "api:members", f"/api/v1/teams/{name}/members"
        yield "api:membership-decisions", f"/api/v1/teams/{name}/members/decisions"
        yield "api:team-api", f"/api/v1/team-apis/{name}"
        yield from ((f"api:team-api-{what}", f"/api/v1/team-apis/{name}/{what}") for what in ("versions", "diff"))
        yield "api:on-call", f"/api/v1/on-call?team={name}"
        yield "report", f"/reports/now/{ref}"


def _list_people() -> Iterator[Address]:
    for decision in MembershipDecision.objects.all():
        name = decision.team.ref.partition(":")[2]
        yield "api:membership-decision", f"/api/v1/teams/{name}/members/decisions/{decision.pk}"
    for merge in PersonMerge.objects.all():
        yield "api:people-merge", f"/api/v1/people/merges/{merge.pk}"
    for added in AddedAlias.objects.all():
        yield "api:person-address", f"/api/v1/people/{added.entity_ref.partition(':')[2]}/addresses/{added.pk}"
    for person in Person.objects.all():
        yield "person", f"/people/{person.ref.partition(':')[2]}"
        yield "person-forget", f"/people/{person.ref.partition(':')[2]}/forget"
        yield "api:person", f"/api/v1/people/{person.ref.partition(':')[2]}"
        yield "api:owner", f"/api/v1/owner?email={person.email}"


def _list_on_call() -> Iterator[Address]:
    for ref in Schedule.objects.exclude(ref="").values_list("ref", flat=True):
        name = ref.partition(":")[2]
        yield "schedule", f"/on-call/{name}"
        yield "schedule-export", f"/on-call/{name}/oncall.yaml"
        yield "schedule-change", f"/on-call/{name}/change"
        yield "schedule-end", f"/on-call/{name}/end"
        yield "api:schedule", f"/api/v1/schedules/{name}"
        yield "api:overrides", f"/api/v1/schedules/{name}/overrides"
        yield "api:on-call", f"/api/v1/on-call?schedule={name}"
    for override in Override.objects.all():
        name = override.schedule_ref.partition(":")[2]
        yield "api:override", f"/api/v1/schedules/{name}/overrides/{override.pk}"


def _list_places() -> Iterator[Address]:
    for source in Source.objects.all():
        yield "source", f"/sources/{source.pk}"
        yield "source-remove", f"/sources/{source.pk}/remove"
        yield "api:source", f"/api/v1/sources/{source.pk}"
        yield "repositories", f"/repositories?source={source.pk}"
    for origin in Origin.objects.all():
        yield "repository", f"/repositories/{origin.pk}"
        yield "repository-commit", f"/repositories/{origin.pk}/commits/{origin.tip}"
        yield "api:repository", f"/api/v1/repositories/{origin.pk}"
        yield "api:owner", f"/api/v1/owner?{urlencode({'repo': origin.name, 'path': 'main.py'})}"
        yield "api:owner", f"/api/v1/owner?{urlencode({'repo': origin.remote_url})}"
        yield "broken-files", f"/broken-files?repository={origin.pk}"
        for path in ("catalog-info.yaml", "oncall.yaml", "team-api.yaml", "CODEOWNERS"):
            query = urlencode({"commit": origin.tip, "path": path, "line": 1})
            yield "repository-file", f"/repositories/{origin.pk}/file?{query}"
    for scan in Scan.objects.all():
        yield "api:scan", f"/api/v1/scans/{scan.pk}"
    yield "api:owner", "/api/v1/owner?host=quokka.example.org"


def _list_decisions() -> Iterator[Address]:
    for origin in Origin.objects.filter(kind=Origin.Kind.URL):
        yield "location", f"/locations/{origin.pk}"
        yield "location-remove", f"/locations/{origin.pk}/remove"
        yield "api:location", f"/api/v1/locations/{origin.pk}"
        yield "catalog:locations/by-id", f"/api/catalog/locations/{origin.provider_id}"
    for claim in Claim.objects.filter(basis="person"):
        yield "api:claims", f"/api/v1/claims?{urlencode({'subject': claim.subject_ref})}"
    for account in Account.objects.all():
        yield "account-change", f"/accounts/{account.pk}"
    for source in OnCallSource.objects.all():
        yield "on-call-source", f"/on-call/sources/{source.pk}"
        yield "on-call-source-change", f"/on-call/sources/{source.pk}/change"
        yield "api:on-call-source", f"/api/v1/on-call-sources/{source.pk}"
        yield "on-call-source-remove", f"/on-call/sources/{source.pk}/remove"


def _list_judged() -> Iterator[Address]:
    for finding in Finding.objects.all():
        yield "finding", f"/findings/{finding.pk}"
        yield "finding-exempt", f"/findings/{finding.pk}/exempt"
        yield "api:finding", f"/api/v1/findings/{finding.pk}"
    for check_id in get_checks():
        yield "check", f"/checks/{check_id}"
        yield "findings", f"/findings?check={check_id}"
        yield "api:check", f"/api/v1/checks/{check_id}"
    for report in ReportState.objects.all():
        yield "report", f"/reports/{report.week}/{report.scope}"
        yield "api:report", f"/api/v1/reports/{report.pk}"


#: What is asked by a body: the address, and the body.
POSTED: tuple[tuple[str, object], ...] = (
    ("/api/catalog/entities/by-query", {}),
    ("/api/catalog/entities/by-query", {"fullTextFilter": {"term": MARK}}),
    ("/api/catalog/entities/by-query", {"query": {"spec.owner": f"{MARK}-crew"}}),
    ("/api/catalog/entities/by-refs", {"entityRefs": [f"component:default/{MARK}-store", "component:default/pier"]}),
    ("/api/catalog/entities/by-refs", {"entityRefs": ["api:default/pier-api", f"group:default/{MARK}-crew"]}),
    ("/api/catalog/entity-facets", {"facets": ["kind", "spec.type", "relations.apiprovidedby", "metadata.tags"]}),
    ("/api/catalog/locations/by-query", {}),
    ("/api/catalog/refresh", {"entityRef": f"component:default/{MARK}-store"}),
    (
        "/api/catalog/analyze-location",
        {"location": {"type": "url", "target": f"https://github.com/acme/{MARK}-store/blob/main/catalog-info.yaml"}},
    ),
    (
        "/api/catalog/validate-entity",
        {
            "entity": {
                "apiVersion": "backstage.io/v1alpha1",
                "kind": "System",
                "metadata": {"name": f"{MARK}-system"},
                "spec": {"owner": FORMER},
            },
            "location": f"url:https://github.com/acme/{MARK}-store/blob/main/catalog-info.yaml",
        },
    ),
    ("/api/v1/schedules/preview", {"document": schedule_document("user:default/ola")}),
    ("/api/v1/schedules/preview", {"document": schedule_document(f"user:default/{MARK}-mia")}),
    ("/api/v1/schedules/preview", {"document": schedule_document("zoe@example.org")}),
)

#: Words to look for: each list is asked for the mark as well, in each of its filters.
SEARCHES = (
    *(f"{address}?q={MARK}" for address in PLAIN.values() if address not in ("/checks", "/audit")),
    *(f"/{name}?owner={MARK}-crew" for name in ("services", "catalog")),
    f"/services?type={MARK}-type", f"/services?lifecycle={MARK}-cycle", f"/catalog?kind={MARK}kind",
    f"/teams?parent={MARK}-crew", f"/teams?type={MARK}-type", f"/findings?team={MARK}-crew",
    f"/findings?subject=component:default/{MARK}-store", f"/reports?scope={MARK}-crew",
    f"/search?q={MARK}", f"/search?q={MARK}&format=csv", f"/search?q=owner:{MARK}-crew", f"/search?q=tag:{MARK}-tag",
    f"/entities/component/default/pier/relations?q={MARK}", f"/entities/component/default/lamp/history?q={MARK}",
    f"/entities/component/default/wanderer/history?q={MARK}", f"/owner-decisions/add?subject=component:default/{MARK}",
    *(f"/api/v1/{name}?q={MARK}" for name in (
        "sources", "repositories", "broken-files", "entities", "services", "conflicts", "renames", "removed-entities",
        "teams", "team-apis", "people", "schedules", "findings", "reports", "search", "locations",
    )),
    *(f"/api/v1/{name}?owner={MARK}-crew" for name in ("entities", "services", "ownership", "schedules")),
    *(f"/api/v1/{name}?subject=component:default/{MARK}-store" for name in (
        "claims", "ownership", "findings", "scores", "exemptions",
    )),
    f"/api/v1/search?tag={MARK}-tag", f"/api/v1/people?email={MARK}-mia@example.org",
    f"/api/v1/people?team={MARK}-crew", f"/api/v1/on-call?team={MARK}-crew",
    f"/api/v1/on-call?schedule={MARK}-nights", f"/api/v1/entity-facets?owner={MARK}-crew",
    f"/api/v1/owner?repo={MARK}-store", f"/api/v1/owner?repo=acme/{MARK}-store", f"/api/v1/owner?ref={MARK}-store",
    f"/api/v1/owner?email={MARK}-mia@example.org", f"/api/v1/owner?host={MARK}.example.org",
    f"/api/v1/owner?ref=component:default/{MARK}-old", f"/api/v1/owner?ref=component:default/{MARK}-ancient",
    f"/entities/component/default/{MARK}-ancient", f"/api/v1/entities/component/default/{MARK}-ancient",
    f"/api/catalog/entities?filter=spec.owner={MARK}-crew",
    f"/api/catalog/entities?filter=relations.apiprovidedby=component:default/{MARK}-store",
    f"/api/catalog/entities?filter=relations.ownedby=group:default/{MARK}-crew",
    f"/api/catalog/entities/by-query?fullTextFilterTerm={MARK}",
    f"/api/catalog/entity-facets?facet=kind&filter=spec.owner={MARK}-crew",
)  # fmt: skip

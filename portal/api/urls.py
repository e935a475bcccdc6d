"""Every address under `/api/`. None has a slash at its end; whatever is not here is a 404 in the API's own form."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from portal.api import (
    checks,
    conflicts,
    docs,
    entities,
    exemptions,
    findings,
    forget,
    graph,
    history,
    kept_schedules,
    ledger,
    locations,
    me,
    memberships,
    on_call,
    on_call_sources,
    overrides,
    owner,
    people,
    people_merges,
    person_addresses,
    relations,
    removed,
    renames,
    reports,
    repositories,
    scans,
    scores,
    search,
    services,
    sources,
    team_apis,
    teams,
)
from portal.api.base import NothingHere


class IdConverter:
    """An id: a whole number that every database can hold."""

    regex = "[1-9][0-9]{0,14}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


register_converter(IdConverter, "id")

app_name = "api"
urlpatterns = [
    path("v1", me.GetIndex.as_view(), name="index"),
    path("v1/me", me.GetMe.as_view(), name="me"),
    path("v1/owner", owner.GetOwner.as_view(), name="owner"),
    path("v1/sources", sources.ListSources.as_view(), name="sources"),
    path("v1/sources/<id:id>", sources.GetSource.as_view(), name="source"),
    path("v1/locations", locations.ListLocations.as_view(), name="locations"),
    path("v1/locations/<id:id>", locations.GetLocation.as_view(), name="location"),
    path("v1/repositories", repositories.ListRepositories.as_view(), name="repositories"),
    path("v1/repositories/<id:id>", repositories.GetRepository.as_view(), name="repository"),
    path("v1/scans", scans.ListScans.as_view(), name="scans"),
    path("v1/scans/<id:id>", scans.GetScan.as_view(), name="scan"),
    path("v1/broken-files", scans.ListBrokenFiles.as_view(), name="broken-files"),
    path("v1/entities", entities.ListEntities.as_view(), name="entities"),
    path("v1/entities/<str:kind>/<str:namespace>/<str:name>", entities.GetEntity.as_view(), name="entity"),
    path(
        "v1/entities/<str:kind>/<str:namespace>/<str:name>/relations",
        relations.ListRelations.as_view(),
        name="relations",
    ),
    path("v1/entities/<str:kind>/<str:namespace>/<str:name>/graph", graph.GetGraph.as_view(), name="graph"),
    path(
        "v1/entities/<str:kind>/<str:namespace>/<str:name>/history",
        history.ListChanges.as_view(),
        name="history",
    ),
    path("v1/entity-facets", entities.GetEntityFacets.as_view(), name="entity-facets"),
    path("v1/search", search.GetSearch.as_view(), name="search"),
    path("v1/services", services.ListServices.as_view(), name="services"),
    path("v1/claims", ledger.ListClaims.as_view(), name="claims"),
    path("v1/ownership", ledger.ListOwnership.as_view(), name="ownership"),
    path("v1/conflicts", conflicts.ListConflicts.as_view(), name="conflicts"),
    path("v1/renames", renames.ListRenames.as_view(), name="renames"),
    path("v1/removed-entities", removed.ListRemovedEntities.as_view(), name="removed-entities"),
    path("v1/teams", teams.ListTeams.as_view(), name="teams"),
    path("v1/teams/<str:namespace>/<str:name>", teams.GetTeam.as_view(), name="team"),
    path("v1/teams/<str:namespace>/<str:name>/members", memberships.ListMembers.as_view(), name="members"),
    path(
        "v1/teams/<str:namespace>/<str:name>/members/decisions",
        memberships.ListMembershipDecisions.as_view(),
        name="membership-decisions",
    ),
    path(
        "v1/teams/<str:namespace>/<str:name>/members/decisions/<id:id>",
        memberships.GetMembershipDecision.as_view(),
        name="membership-decision",
    ),
    path("v1/team-apis", team_apis.ListTeamApis.as_view(), name="team-apis"),
    path("v1/team-apis/<str:namespace>/<str:name>", team_apis.GetTeamApi.as_view(), name="team-api"),
    path(
        "v1/team-apis/<str:namespace>/<str:name>/versions",
        team_apis.ListTeamApiVersions.as_view(),
        name="team-api-versions",
    ),
    path("v1/team-apis/<str:namespace>/<str:name>/diff", team_apis.GetTeamApiDiff.as_view(), name="team-api-diff"),
    path("v1/people", people.ListPeople.as_view(), name="people"),
    path("v1/people/merges", people_merges.ListMerges.as_view(), name="people-merges"),
    path("v1/people/merges/<id:id>", people_merges.GetMerge.as_view(), name="people-merge"),
    path("v1/people/merges/<id:id>/confirm", people_merges.ConfirmMerge.as_view(), name="people-merge-confirm"),
    path("v1/people/merges/<id:id>/decline", people_merges.DeclineMerge.as_view(), name="people-merge-decline"),
    path("v1/people/<str:namespace>/<str:name>", people.GetPerson.as_view(), name="person"),
    path("v1/people/<str:namespace>/<str:name>/forget", forget.ForgetPerson.as_view(), name="person-forget"),
    path(
        "v1/people/<str:namespace>/<str:name>/addresses",
        person_addresses.AddAddress.as_view(),
        name="person-addresses",
    ),
    path(
        "v1/people/<str:namespace>/<str:name>/addresses/<id:id>",
        person_addresses.GetAddress.as_view(),
        name="person-address",
    ),
    path("v1/on-call", on_call.GetOnCall.as_view(), name="on-call"),
    path("v1/on-call-sources", on_call_sources.ListOnCallSources.as_view(), name="on-call-sources"),
    path("v1/on-call-sources/<id:id>", on_call_sources.GetOnCallSource.as_view(), name="on-call-source"),
    path("v1/on-call-sources/<id:id>/read", on_call_sources.ReadOnCallSource.as_view(), name="on-call-source-read"),
    path("v1/schedules", kept_schedules.ListSchedules.as_view(), name="schedules"),
    path("v1/schedules/preview", kept_schedules.PreviewSchedule.as_view(), name="schedule-preview"),
    path("v1/schedules/<str:namespace>/<str:name>", kept_schedules.GetSchedule.as_view(), name="schedule"),
    path("v1/schedules/<str:namespace>/<str:name>/overrides", overrides.ListOverrides.as_view(), name="overrides"),
    path("v1/schedules/<str:namespace>/<str:name>/overrides/<id:id>", overrides.GetOverride.as_view(), name="override"),
    path("v1/schedules/<str:namespace>/<str:name>/swaps", overrides.SwapShift.as_view(), name="swaps"),
    path("v1/checks", checks.ListChecks.as_view(), name="checks"),
    path("v1/checks/<str:check_id>", checks.GetCheck.as_view(), name="check"),
    path("v1/findings", findings.ListFindings.as_view(), name="findings"),
    path("v1/findings/<id:id>", findings.GetFinding.as_view(), name="finding"),
    path("v1/exemptions", exemptions.ListExemptions.as_view(), name="exemptions"),
    path("v1/scores", scores.ListScores.as_view(), name="scores"),
    path("v1/reports", reports.ListReports.as_view(), name="reports"),
    path("v1/reports/<id:id>", reports.GetReport.as_view(), name="report"),
    path("v1/schema", docs.GetSchema.as_view(), name="schema"),
    path("v1/docs", docs.show_docs, name="docs"),
    path("v1/redoc", docs.show_redoc, name="redoc"),
    re_path(r"", NothingHere.as_view()),
]

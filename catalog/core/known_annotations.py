"""Annotations that many catalogs use, and where what they name is found on the web.

One row for each; adding one takes a row here and nothing else. Every row names the document that says what it means.
Keys that hold a secret, such as `pagerduty.com/integration-key`, are left out on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_WELL_KNOWN = "https://backstage.io/docs/features/software-catalog/well-known-annotations"
_KUBERNETES = "https://backstage.io/docs/features/kubernetes/configuration"
_COMMUNITY = "https://github.com/backstage/community-plugins/tree/main/workspaces"
_ROADIE = "https://github.com/RoadieHQ/roadie-backstage-plugins/tree/main/plugins/frontend"
_GRAFANA = f"{_COMMUNITY}/grafana/plugins/grafana"
_ARGO = f"{_ROADIE}/backstage-plugin-argo-cd"
_JIRA = f"{_ROADIE}/backstage-plugin-jira"
_GITLAB = "https://github.com/immobiliare/backstage-plugin-gitlab"
_OPSGENIE = "https://github.com/K-Phoen/backstage-plugin-opsgenie"
_QUAY = f"{_COMMUNITY}/quay/plugins/quay"
_TECHDOCS = "https://backstage.io/docs/features/techdocs/how-to-guides"
_ADR = f"{_COMMUNITY}/adr/plugins/adr"
_PAGERDUTY = "https://pagerduty.github.io/backstage-plugin-docs/"
_DATADOG = f"{_ROADIE}/backstage-plugin-datadog"
_NEWRELIC = f"{_COMMUNITY}/newrelic/plugins/newrelic-dashboard"
_DYNATRACE = f"{_COMMUNITY}/dynatrace/plugins/dynatrace"
_BUGSNAG = f"{_ROADIE}/backstage-plugin-bugsnag"
_BUILDKITE = f"{_ROADIE}/backstage-plugin-buildkite"
_CLOUDBUILD = f"{_COMMUNITY}/cloudbuild/plugins/cloudbuild"
_LIGHTHOUSE = f"{_COMMUNITY}/lighthouse/plugins/lighthouse"
_SNYK = "https://github.com/snyk-tech-services/backstage-plugin-snyk"
_AZURE = f"{_COMMUNITY}/azure-devops/plugins/azure-devops"

#: One part of a path at a host: nothing that could lead elsewhere.
_PART = r"[\w.+~-]+"
_TWO = rf"{_PART}/{_PART}"
_MANY = rf"{_PART}(?:/{_PART})+"


class Topic(StrEnum):
    """What people look for; the order in which links are shown."""

    CODE = "code"
    DOCS = "docs"
    ON_CALL = "on-call"
    DASHBOARD = "dashboard"
    ERRORS = "errors"
    BUILD = "build"
    CLUSTER = "cluster"
    QUALITY = "quality"
    ISSUES = "issues"


@dataclass(frozen=True, slots=True)
class KnownAnnotation:
    """What one annotation names.

    With `pattern`, a value that fits it wholly becomes an address: `path` with the value's groups (the value itself
    where there are none) behind the address of `tool`, which an administrator may set; `base` is the one that the
    tool has in public. Without an address the value is shown as text. `is_list`: commas between values. `form`
    `address`: the value is an address; `location`: an address or a place beside the descriptor, with its type in front;
    `ref`: an entity.
    """

    key: str
    title: str
    topic: Topic
    source: str
    tool: str = ""
    base: str = ""
    pattern: str = ""
    path: str = ""
    form: str = ""
    is_list: bool = False


_A, _T = KnownAnnotation, Topic

KNOWN_ANNOTATIONS: tuple[KnownAnnotation, ...] = (
    _A("backstage.io/source-location", "Source", _T.CODE, _WELL_KNOWN, form="location"),
    _A("github.com/project-slug", "Repository", _T.CODE, _WELL_KNOWN, "github", "https://github.com", _TWO, "/{}"),
    _A("gitlab.com/project-slug", "Repository", _T.CODE, _GITLAB, "gitlab", "https://gitlab.com", _MANY, "/{}"),
    _A("gitlab.com/project-id", "Repository", _T.CODE, _GITLAB,
       "gitlab", "https://gitlab.com", r"\d+", "/projects/{}"),
    _A("dev.azure.com/project-repo", "Repository", _T.CODE, _AZURE,
       "azure", "", rf"({_PART})/({_PART})", "/{}/_git/{}"),
    _A("quay.io/repository-slug", "Images", _T.CODE, _QUAY, "quay", "https://quay.io", _TWO, "/repository/{}"),
    _A("github.com/team-slug", "Team on GitHub", _T.CODE, _WELL_KNOWN,
       "github", "https://github.com", rf"({_PART})/({_PART})", "/orgs/{}/teams/{}"),
    _A("github.com/user-login", "Account on GitHub", _T.CODE, _WELL_KNOWN,
       "github", "https://github.com", _PART, "/{}"),
    _A("backstage.io/view-url", "Metadata", _T.CODE, _WELL_KNOWN, form="address"),
    _A("backstage.io/edit-url", "Edit the metadata", _T.CODE, _WELL_KNOWN, form="address"),
    _A("backstage.io/techdocs-ref", "Documentation", _T.DOCS, _WELL_KNOWN, form="location"),
    _A("backstage.io/techdocs-entity", "Documentation of", _T.DOCS, _TECHDOCS, form="ref"),
    _A("backstage.io/adr-location", "Decisions", _T.DOCS, _ADR, form="location"),
    _A("pagerduty.com/service-id", "PagerDuty", _T.ON_CALL, _PAGERDUTY,
       "pagerduty", "https://app.pagerduty.com", r"[A-Za-z0-9]{1,40}", "/service-directory/{}"),
    _A("opsgenie.com/component-selector", "Opsgenie alerts", _T.ON_CALL, _OPSGENIE,
       "opsgenie", "", r".+", "/alert/list?query={}"),
    _A("opsgenie.com/team", "Opsgenie team", _T.ON_CALL, _OPSGENIE),
    _A("grafana/overview-dashboard", "Overview dashboard", _T.DASHBOARD, _GRAFANA, form="address"),
    _A("grafana/tag-selector", "Dashboards", _T.DASHBOARD, _GRAFANA,
       "grafana", "", r"[\w .:-]+", "/dashboards?tag={}"),
    _A("grafana/dashboard-selector", "Dashboards", _T.DASHBOARD, _GRAFANA),
    _A("grafana/alert-label-selector", "Alerts", _T.DASHBOARD, _GRAFANA),
    _A("datadoghq.com/dashboard-url", "Datadog dashboard", _T.DASHBOARD, _DATADOG, form="address"),
    _A("newrelic.com/dashboard-guid", "New Relic dashboard", _T.DASHBOARD, _NEWRELIC,
       "newrelic", "https://one.newrelic.com", r"[\w=-]+", "/redirect/entity/{}"),
    _A("dynatrace.com/dynatrace-entity-id", "Dynatrace entity", _T.DASHBOARD, _DYNATRACE),
    _A("sentry.io/project-slug", "Sentry", _T.ERRORS, _WELL_KNOWN, "sentry", "", _PART, "/projects/{}/"),
    _A("rollbar.com/project-slug", "Rollbar", _T.ERRORS, _WELL_KNOWN, "rollbar", "https://rollbar.com", _TWO, "/{}"),
    _A("bugsnag.com/project-key", "Bugsnag project", _T.ERRORS, _BUGSNAG),
    _A("periskop.io/service-name", "Periskop service", _T.ERRORS, _WELL_KNOWN),
    _A("circleci.com/project-slug", "CircleCI", _T.BUILD, _WELL_KNOWN,
       "circleci", "https://app.circleci.com", rf"{_PART}/{_PART}/{_PART}", "/pipelines/{}"),
    _A("jenkins.io/job-full-name", "Jenkins job", _T.BUILD, _WELL_KNOWN,
       "jenkins", "", rf"(?:{_PART}:)?({_PART}(?:/{_PART})*)", "/job/{}"),
    _A("jenkins.io/github-folder", "Jenkins folder", _T.BUILD, _WELL_KNOWN,
       "jenkins", "", rf"({_PART}(?:/{_PART})*)", "/job/{}"),
    _A("buildkite.com/project-slug", "Buildkite", _T.BUILD, _BUILDKITE,
       "buildkite", "https://buildkite.com", _TWO, "/{}"),
    _A("gocd.org/pipelines", "GoCD pipeline", _T.BUILD, _WELL_KNOWN,
       "gocd", "", _PART, "/go/pipeline/activity/{}", is_list=True),
    _A("google.com/cloudbuild-project-slug", "Cloud Build", _T.BUILD, _CLOUDBUILD,
       "google", "https://console.cloud.google.com", _PART, "/cloud-build/builds?project={}"),
    _A("argocd/app-name", "Argo CD application", _T.CLUSTER, _ARGO, "argocd", "", _PART, "/applications/{}"),
    _A("argocd/app-selector", "Argo CD applications", _T.CLUSTER, _ARGO,
       "argocd", "", r"[\w./-]+=[\w.-]+", "/applications?labels={}"),
    _A("argocd/project-name", "Argo CD project", _T.CLUSTER, _ARGO, "argocd", "", _PART, "/applications?proj={}"),
    _A("backstage.io/kubernetes-id", "Kubernetes id", _T.CLUSTER, _KUBERNETES),
    _A("backstage.io/kubernetes-label-selector", "Kubernetes labels", _T.CLUSTER, _KUBERNETES),
    _A("backstage.io/kubernetes-namespace", "Kubernetes namespace", _T.CLUSTER, _KUBERNETES),
    _A("backstage.io/kubernetes-cluster", "Kubernetes cluster", _T.CLUSTER, _KUBERNETES),
    _A("vault.io/secrets-path", "Vault path", _T.CLUSTER, _WELL_KNOWN),
    _A("sonarqube.org/project-key", "SonarQube", _T.QUALITY, _WELL_KNOWN,
       "sonarqube", "", rf"(?:{_PART}/)?([\w.:+-]+)", "/dashboard?id={}"),
    _A("snyk.io/org-name", "Snyk organisation", _T.QUALITY, _SNYK, "snyk", "https://app.snyk.io", _PART, "/org/{}"),
    _A("snyk.io/project-ids", "Snyk projects", _T.QUALITY, _SNYK),
    _A("lighthouse.com/website-url", "Website that is audited", _T.QUALITY, _LIGHTHOUSE, form="address"),
    _A("jira/project-key", "Jira project", _T.ISSUES, _JIRA, "jira", "", r"[A-Za-z][A-Za-z0-9_]*", "/browse/{}"),
    _A("jira/component", "Jira component", _T.ISSUES, _JIRA),
)  # fmt: skip
TOOLS = frozenset(known.tool for known in KNOWN_ANNOTATIONS if known.tool)

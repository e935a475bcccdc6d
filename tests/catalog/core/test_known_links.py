from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.known_annotations import KNOWN_ANNOTATIONS, TOOLS, Topic
from catalog.core.known_links import KnownLink, list_known_links, parse_tools

TOOL_URLS = {tool: f"https://{tool}.acme.example/base" for tool in TOOLS}


def link(key: str, value: str, folder: str = "", tools: dict[str, str] | None = None) -> KnownLink:
    (found,) = list_known_links({key: value}, folder, tools or {})
    return found


@pytest.mark.parametrize(
    ("key", "value", "url"),
    [
        ("github.com/project-slug", "acme/shop", "https://github.com/acme/shop"),
        ("github.com/team-slug", "acme/payments", "https://github.com/orgs/acme/teams/payments"),
        ("gitlab.com/project-slug", "acme/group/shop", "https://gitlab.com/acme/group/shop"),
        ("gitlab.com/project-id", "4711", "https://gitlab.com/projects/4711"),
        ("pagerduty.com/service-id", "PABC123", "https://app.pagerduty.com/service-directory/PABC123"),
        ("circleci.com/project-slug", "github/acme/shop", "https://app.circleci.com/pipelines/github/acme/shop"),
        ("rollbar.com/project-slug", "acme/shop", "https://rollbar.com/acme/shop"),
        ("buildkite.com/project-slug", "acme/shop", "https://buildkite.com/acme/shop"),
        ("quay.io/repository-slug", "acme/shop", "https://quay.io/repository/acme/shop"),
        ("newrelic.com/dashboard-guid", "MjY0=", "https://one.newrelic.com/redirect/entity/MjY0%3D"),
        ("backstage.io/view-url", "https://wiki.example/x?a=1#b", "https://wiki.example/x?a=1#b"),
        ("backstage.io/source-location", "url:https://github.com/acme/shop/", "https://github.com/acme/shop/"),
        ("backstage.io/techdocs-ref", "url:https://github.com/acme/docs", "https://github.com/acme/docs"),
    ],
)
def test_public_tools_need_no_setting(key: str, value: str, url: str) -> None:
    assert link(key, value).url == url


@pytest.mark.parametrize(
    ("key", "value", "rest"),
    [
        ("jenkins.io/job-full-name", "team/shop", "/job/team/job/shop"),
        ("jenkins.io/job-full-name", "main:team/shop", "/job/team/job/shop"),
        ("sonarqube.org/project-key", "shop", "/dashboard?id=shop"),
        ("sonarqube.org/project-key", "main/org.acme:shop", "/dashboard?id=org.acme%3Ashop"),
        ("argocd/app-name", "shop-prod", "/applications/shop-prod"),
        ("argocd/app-selector", "acme.example/app=shop", "/applications?labels=acme.example%2Fapp%3Dshop"),
        ("jira/project-key", "SHOP", "/browse/SHOP"),
        ("sentry.io/project-slug", "shop", "/projects/shop/"),
        ("grafana/tag-selector", "my service", "/dashboards?tag=my%20service"),
        ("dev.azure.com/project-repo", "Acme/shop", "/Acme/_git/shop"),
        ("opsgenie.com/component-selector", 'tag:"service:shop"', "/alert/list?query=tag%3A%22service%3Ashop%22"),
    ],
)
def test_an_organisations_own_tools_are_linked_once_their_address_is_set(key: str, value: str, rest: str) -> None:
    tool = next(known.tool for known in KNOWN_ANNOTATIONS if known.key == key)
    assert link(key, value, tools=TOOL_URLS).url == TOOL_URLS[tool] + rest
    without = link(key, value)
    assert (without.url, without.value) == ("", value), "without a setting it is text, no guess"


def test_a_setting_replaces_the_public_address() -> None:
    tools = parse_tools(["github=https://ghe.acme.example/"])
    assert link("github.com/project-slug", "acme/shop", tools=tools).url == "https://ghe.acme.example/acme/shop"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("github.com/project-slug", "../../evil"),
        ("github.com/project-slug", "acme"),
        ("github.com/project-slug", "acme/shop?x=1"),
        ("github.com/project-slug", "acme/sh\nop"),
        ("github.com/project-slug", "@evil.example/x"),
        ("gitlab.com/project-slug", "//evil.example"),
        ("circleci.com/project-slug", "acme/shop"),
        ("pagerduty.com/service-id", "P/../x"),
        ("backstage.io/view-url", "javascript:alert(1)"),
        ("backstage.io/edit-url", "data:text/html,x"),
        ("grafana/overview-dashboard", " vbscript:x"),
        ("backstage.io/view-url", "https://"),
        ("backstage.io/view-url", "https://a\u202eb.example"),
        ("backstage.io/source-location", "url:javascript://x"),
        ("backstage.io/techdocs-ref", "url:file:///etc/passwd"),
        ("backstage.io/kubernetes-id", "shop"),
    ],
)
def test_what_is_not_of_the_form_stays_text(key: str, value: str) -> None:
    found = link(key, value, tools=TOOL_URLS)
    assert (found.url, found.path, found.ref) == ("", "", "")
    assert found.value == value.strip()


@pytest.mark.parametrize(
    ("value", "folder", "path"),
    [
        ("dir:.", "", "."),
        ("dir:.", "services/shop", "services/shop"),
        ("dir:./docs", "services/shop", "services/shop/docs"),
        ("dir:../docs", "services/shop", "services/docs"),
        ("docs", "", "docs"),
        ("dir:..", "", ""),
        ("dir:../../x", "services", ""),
        ("dir:/etc", "services", ""),
        ("dir:a\\b", "", ""),
    ],
)
def test_places_beside_the_descriptor_never_leave_the_repository(value: str, folder: str, path: str) -> None:
    assert link("backstage.io/techdocs-ref", value, folder).path == path


def test_documentation_of_another_entity_is_a_ref() -> None:
    assert link("backstage.io/techdocs-entity", "component:shop").ref == "component:default/shop"


def test_lists_give_a_link_each_and_links_are_ordered_by_topic() -> None:
    annotations = {"gocd.org/pipelines": "a, b,,", "backstage.io/source-location": "url:https://git.example/x"}
    found = list_known_links(annotations | {"example.com/unknown": "x"}, "", TOOL_URLS)
    assert [(each.topic, each.value) for each in found] == [
        (Topic.CODE, "url:https://git.example/x"),
        (Topic.BUILD, "a"),
        (Topic.BUILD, "b"),
    ]


@pytest.mark.parametrize(
    "word", ["jira", "jira=", "jira=javascript:x", "wiki=https://x.example", "jira=https://u:p@x.example"]
)
def test_a_wrong_tool_is_refused_with_what_is_allowed(word: str) -> None:
    with pytest.raises(ValueError, match="the tool one of argocd"):
        parse_tools([word])


def test_every_row_says_where_it_is_documented_and_stands_once() -> None:
    keys = [known.key for known in KNOWN_ANNOTATIONS]
    assert len(keys) == len(set(keys))
    for known in KNOWN_ANNOTATIONS:
        assert known.source.startswith("https://"), known.key
        assert bool(known.pattern) == bool(known.path) == bool(known.tool), known.key
        assert re.compile(known.pattern).groups in (0, known.path.count("{}")), known.key


def test_no_key_that_holds_a_secret_is_shown() -> None:
    assert not list_known_links({"pagerduty.com/integration-key": "s3cret", "ilert.com/integration-key": "x"}, "", {})


@given(st.sampled_from([known.key for known in KNOWN_ANNOTATIONS]), st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_written_leads_to_the_web_or_nowhere(key: str, value: str, folder: str) -> None:
    for found in list_known_links({key: value}, folder.strip("/"), TOOL_URLS):
        assert not found.url or urlsplit(found.url).scheme in ("https", "http", "mailto")
        assert not found.path.startswith(("/", ".."))

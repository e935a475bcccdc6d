"""Registered URLs, against a real HTTP server: registered, refreshed, changed, broken, gone, removed."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from pytest_httpserver import HTTPServer

from catalog.actions.locations import look_at_url, request_urls
from catalog.http.settings import OutboundSettings, parse_hosts
from catalog.models import Origin, ScanJob
from tests.catalog.api.backstage.world import HIDDEN, Script, component, names_of
from tests.catalog.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

ONE, TWO = "clientcheck-one", "clientcheck-two"
PAGE = "http://127.0.0.1:7099/cc/catalog-info.yaml"
GENERATED = "location:default/generated-e709346630c3cff98135a959b8af97182889953b"  # as Backstage named PAGE


class Site:
    """Files at a local server that settings allow."""

    def __init__(self, server: HTTPServer) -> None:
        self._server = server
        self.files: dict[str, str] = {}

    def url(self, path: str) -> str:
        return self._server.url_for(path)

    def put(self, path: str, text: str | None) -> str:
        """Let the path hold a text, or nothing; returns its URL."""
        self._server.clear()
        self.files = (
            {**self.files, path: text} if text is not None else {k: v for k, v in self.files.items() if k != path}
        )
        for known, content in self.files.items():
            self._server.expect_request(known).respond_with_data(content)
        for other in ("/gone.yaml", path):
            if other not in self.files:
                self._server.expect_request(other).respond_with_data("", status=404)
        return self.url(path)


@pytest.fixture
def site(httpserver: HTTPServer, settings: LazySettings) -> Site:
    settings.OUTBOUND = OutboundSettings(hosts=parse_hosts([f"{httpserver.host}:{httpserver.port}"]), seconds=5)
    return Site(httpserver)


def register(script: Script, url: str, query: str = "") -> dict[str, Any]:
    response = script.ask("POST", f"/locations{query}", {"type": "url", "target": url})
    assert response.status_code == 201, response.content
    found: dict[str, Any] = response.json()
    return found


def components(script: Script) -> list[str]:
    return [name for name in script.names("/entities?filter=kind=component") if name.startswith("clientcheck")]


def test_a_registered_url_is_a_location_and_its_entities_are_there_at_once(ann: Script, site: Site) -> None:
    url = site.put("/cc/catalog-info.yaml", component(ONE) + "---\n" + component(TWO))
    answer = register(ann, url)
    location = answer["location"]
    assert answer == {"location": location, "entities": []}
    assert location == {"id": location["id"], "type": "url", "target": url, "entityRef": location["entityRef"]}
    assert components(ann) == [ONE, TWO]
    entity = ann.get(f"/entities/by-name/component/default/{ONE}")
    assert entity["metadata"]["annotations"] == {
        "backstage.io/managed-by-location": f"url:{url}",
        "backstage.io/managed-by-origin-location": f"url:{url}",
        "backstage.io/view-url": url,
    }
    own = ann.get("/entities?filter=kind=location")
    assert [f"location:default/{item['metadata']['name']}" for item in own] == [location["entityRef"]]
    assert own[0]["spec"] == {"type": "url", "target": url}
    ancestry = ann.get(f"/entities/by-name/component/default/{ONE}/ancestry")
    assert [item["parentEntityRefs"] for item in ancestry["items"]] == [[location["entityRef"]], []]


def test_the_name_of_a_location_is_that_of_backstage(ann: Script) -> None:
    assert register(ann, PAGE)["location"]["entityRef"] == GENERATED


def test_locations_are_read_one_by_one_and_in_pages(ann: Script, otto: Script, site: Site) -> None:
    urls = [site.put(f"/{name}.yaml", component(f"clientcheck-{name}")) for name in ("a", "b", "c")]
    locations = sorted((register(ann, url)["location"] for url in urls), key=lambda item: item["id"])
    assert ann.get("/locations") == otto.get("/locations") == [{"data": item} for item in locations]
    first = locations[0]
    assert ann.get(f"/locations/{first['id']}") == first
    found = ann.get("/locations/by-entity/component/default/clientcheck-b")
    assert found["target"] == urls[1]
    assert ann.get(f"/locations/by-entity/{first['entityRef'].replace(':', '/')}") == first
    page = ann.post("/locations/by-query", {"limit": 2})
    assert (page["items"], page["totalItems"]) == (locations[:2], 3)
    rest = ann.post("/locations/by-query", {"cursor": page["pageInfo"]["nextCursor"]})
    assert (rest["items"], rest["pageInfo"]) == (locations[2:], {})


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"target": PAGE.upper()}, 1),
        ({"type": "url"}, 1),
        ({"entityRef": {"$hasPrefix": "location:default/gen"}}, 1),
        ({"id": {"$exists": True}}, 1),
        ({"$not": {"target": {"$in": [PAGE]}}}, 0),
        ({}, 1),
    ],
)
def test_locations_are_selected_by_predicates(ann: Script, query: dict[str, Any], wanted: int) -> None:
    register(ann, PAGE)
    assert ann.post("/locations/by-query", {"query": query})["totalItems"] == wanted


def test_a_second_registration_is_a_conflict_or_a_refresh(ann: Script, site: Site) -> None:
    url = site.put("/a.yaml", component(ONE))
    location = register(ann, url)["location"]
    error = ann.refuse("POST", "/locations", {"type": "url", "target": url})
    assert (error["status"], error["name"], error["message"]) == (
        409,
        "ConflictError",
        f"Location url:{url} already exists",
    )
    assert ann.refuse("POST", "/locations?onConflict=reject", {"type": "url", "target": url})["status"] == 409
    site.put("/a.yaml", component(TWO))
    assert register(ann, url, "?onConflict=refresh")["location"] == location
    assert components(ann) == [TWO]


def test_a_dry_run_says_what_would_come_and_keeps_nothing(ann: Script, site: Site) -> None:
    url = site.put("/a.yaml", component(ONE))
    answer = register(ann, url, "?dryRun=true")
    assert (answer["exists"], answer["location"]["id"]) == (False, f"url:{url}")
    assert [entity["kind"] for entity in answer["entities"]] == ["Location", "Component"]
    assert answer["entities"][1]["metadata"]["annotations"]["backstage.io/managed-by-location"] == f"url:{url}"
    assert not {"uid", "etag"} & answer["entities"][1]["metadata"].keys()
    assert ann.get("/locations") == []
    assert components(ann) == []
    register(ann, url)
    assert register(ann, url, "?dryRun=true")["exists"] is True


def test_a_dry_run_of_what_cannot_be_read_is_an_input_error(ann: Script, site: Site) -> None:
    gone = site.put("/gone.yaml", None)
    error = ann.refuse("POST", "/locations?dryRun=true", {"type": "url", "target": gone})
    message = f"NotFoundError: Unable to read url, no matching files found for {gone}"
    assert (error["status"], error["name"], error["message"]) == (400, "InputError", message)
    broken = (component(ONE, owner=None), "kind: [", component(ONE) + "---\n" + component(ONE), '{"another": "file"}')
    for text in broken:
        url = site.put("/bad.yaml", text)
        assert ann.refuse("POST", "/locations?dryRun=true", {"type": "url", "target": url})["name"] == "InputError"


def test_a_refresh_picks_up_what_changed_and_what_is_gone(ann: Script, site: Site) -> None:
    url = site.put("/a.yaml", component(ONE) + "---\n" + component(TWO))
    register(ann, url)
    site.put("/a.yaml", component(ONE, type="website"))
    response = ann.ask("POST", "/refresh", {"entityRef": f"component:default/{ONE}"})
    assert (response.status_code, response.content) == (200, b"")
    assert ann.get(f"/entities/by-name/component/default/{ONE}")["spec"]["type"] == "website"
    assert components(ann) == [ONE]


def test_a_broken_file_keeps_the_entities_and_tells_them_so(ann: Script, site: Site) -> None:
    url = site.put("/a.yaml", component(ONE))
    ref = register(ann, url)["location"]["entityRef"]
    for broken in ("kind: [", None):
        site.put("/a.yaml", broken)
        ann.ask("POST", "/refresh", {"entityRef": ref})
        entity = ann.get(f"/entities/by-name/component/default/{ONE}")
        assert entity["status"]["items"][0]["level"] == "error"
    location = ann.get(f"/entities/by-name/{ref.replace(':', '/')}")
    assert "404" in location["status"]["items"][0]["message"]
    site.put("/a.yaml", component(ONE))
    ann.ask("POST", "/refresh", {"entityRef": ref})
    assert "status" not in ann.get(f"/entities/by-name/component/default/{ONE}")
    assert "status" not in ann.get(f"/entities/by-name/{ref.replace(':', '/')}")


def test_a_url_that_may_not_be_called_says_so_on_its_location(ann: Script, site: Site) -> None:
    ref = register(ann, "http://127.0.0.2:1/a.yaml")["location"]["entityRef"]
    [item] = ann.get(f"/entities/by-name/{ref.replace(':', '/')}")["status"]["items"]
    assert "BAILIWICK_OUTBOUND_HOSTS" in item["message"]


def test_a_location_can_stand_for_another_url_and_keeps_its_name(ann: Script, site: Site) -> None:
    url, other = site.put("/a.yaml", component(ONE)), site.put("/b.yaml", component(TWO))
    location = register(ann, url)["location"]
    response = ann.ask("PUT", f"/locations/{location['id']}", {"type": "url", "target": other})
    assert (response.status_code, response.json()) == (200, location | {"target": other})
    assert components(ann) == [TWO]
    origin = ann.get(f"/entities/by-name/component/default/{TWO}")["metadata"]["annotations"]
    assert origin["backstage.io/managed-by-origin-location"] == f"url:{other}"
    assert ann.ask("PUT", f"/locations/{location['id']}", {"type": "url", "target": other}).status_code == 200
    register(ann, url)
    error = ann.refuse("PUT", f"/locations/{location['id']}", {"type": "url", "target": url})
    assert (error["status"], error["name"]) == (409, "ConflictError")


def test_another_url_that_cannot_be_read_loses_nothing(ann: Script, site: Site) -> None:
    location = register(ann, site.put("/a.yaml", component(ONE)))["location"]
    gone = site.put("/gone.yaml", None)
    ann.ask("PUT", f"/locations/{location['id']}", {"type": "url", "target": gone})
    assert ann.get(f"/entities/by-name/component/default/{ONE}")["status"]["items"]


def test_removing_a_location_removes_what_it_led_to(ann: Script, site: Site) -> None:
    location = register(ann, site.put("/a.yaml", component(ONE)))["location"]
    response = ann.ask("DELETE", f"/locations/{location['id']}")
    assert (response.status_code, response.content) == (204, b"")
    assert components(ann) == []
    assert ann.names("/entities?filter=kind=location") == []
    for method in ("DELETE", "GET"):
        error = ann.refuse(method, f"/locations/{location['id']}")
        assert (error["status"], error["message"]) == (404, f"Found no location with ID {location['id']}")
    assert register(ann, location["target"])["location"]["id"] != location["id"]
    assert components(ann) == [ONE]


def test_locations_lead_to_more_files_relative_to_where_they_stand(ann: Script, site: Site) -> None:
    location = '{"apiVersion": "backstage.io/v1alpha1", "kind": "Location", "metadata": {"name": "%s"}, "spec": %s}\n'
    spec = '{"targets": ["./sub/b.yaml", "../c.yaml", "./gone.yaml", "./a.yaml", "x/*.yaml"]}'
    url = site.put("/cc/a.yaml", location % ("clientcheck-all", spec))
    site.put("/cc/sub/b.yaml", component(ONE) + "---\n" + location % ("clientcheck-more", '{"target": "../a.yaml"}'))
    site.put("/c.yaml", component(TWO))
    site.put("/cc/gone.yaml", None)
    register(ann, url)
    assert components(ann) == [ONE, TWO]
    entity = ann.get(f"/entities/by-name/component/default/{ONE}")["metadata"]["annotations"]
    assert entity["backstage.io/managed-by-location"] == f"url:{site.url('/cc/sub/b.yaml')}"
    assert entity["backstage.io/managed-by-origin-location"] == f"url:{url}"
    ancestry = ann.get(f"/entities/by-name/component/default/{ONE}/ancestry")["items"]
    assert names_of([item["entity"] for item in ancestry])[1] == "clientcheck-all"
    assert len(ancestry) == 3


def test_text_placeholders_are_read_from_the_same_host(ann: Script, site: Site) -> None:
    site.put("/cc/api.json", '{"openapi": "3.0.0"}')
    url = site.put("/cc/a.yaml", component(ONE, owner="shop", definition={"$text": "./api.json"}))
    register(ann, url)
    assert ann.get(f"/entities/by-name/component/default/{ONE}")["spec"]["definition"] == '{"openapi": "3.0.0"}'


WRONG: list[tuple[Any, str]] = [
    ({}, "request/body must have required property 'target'"),
    ({"type": "url"}, "request/body must have required property 'target'"),
    ({"target": "http://x/"}, "request/body must have required property 'type'"),
    ({"type": "file", "target": "/etc/passwd"}, 'Registered locations must be of an allowed type ["url"]'),
    ({"type": "url", "target": "x"}, "Malformed request: the target must be an http or https URL"),
    ({"type": "url", "target": "http://["}, "Malformed request: the target must be an http or https URL"),
    ({"type": "url", "target": "http://u:p@x/"}, "Malformed request: the target must not hold a user or a password"),
    (
        {"type": "url", "target": "http://x/ y"},
        "Malformed request: the target must be a URL of at most 1000 characters",
    ),
    ({"type": "url", "target": "http://x/" + "y" * 1000}, "Malformed request: the target must be a URL of at most"),
    ({"type": "url", "target": "http://x/", "z": 1}, "Malformed request: unrecognized key(s) z"),
]


@pytest.mark.parametrize(("body", "message"), WRONG, ids=[str(body)[:50] for body, _ in WRONG])
def test_what_cannot_be_registered_is_an_input_error(ann: Script, body: Any, message: str) -> None:
    error = ann.refuse("POST", "/locations", body)
    assert (error["status"], error["name"]) == (400, "InputError")
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    "body",
    [
        *({"limit": 0}, {"limit": 1.5}, {"limit": 10**9}, {"cursor": ""}, {"cursor": "xx"}, {"cursor": "e30="}),
        *({"query": None}, {"query": {"kind": "component"}}, {"query": {"$not": {"metadata.name": {"$exists": True}}}}),
    ],
)
def test_wrong_questions_about_locations_are_input_errors(ann: Script, body: Any) -> None:
    assert ann.refuse("POST", "/locations/by-query", body)["name"] == "InputError"
    assert ann.refuse("POST", "/locations?onConflict=x", {"type": "url", "target": PAGE})["name"] == "InputError"


def test_entities_of_repositories_have_no_location(ann: Script) -> None:
    assert ann.refuse("GET", "/locations/by-entity/component/default/cart")["status"] == 404
    error = ann.refuse("GET", "/locations/by-entity/component/default/nope")
    assert (error["status"], error["message"]) == (404, "found no entity for ref component:default/nope")


def test_urls_are_looked_at_again_after_a_while_and_unchanged_ones_write_nothing(ann: Script, site: Site) -> None:
    register(ann, site.put("/a.yaml", component(ONE)))
    origin = Origin.objects.get(kind="url")
    scanned_at = origin.scanned_at
    assert scanned_at is not None
    finished_at = ScanJob.objects.get(origin=origin).finished_at
    assert finished_at is not None
    assert request_urls(NOW, finished_at) == []
    assert request_urls(finished_at, finished_at) == [origin.pk]
    look_at_url(origin.pk)
    assert Origin.objects.get(kind="url").scanned_at == scanned_at, "nothing was new"
    job = ScanJob.objects.get(origin=origin)
    assert (job.due_at, request_urls(finished_at, finished_at)) == (None, []), "it was looked at meanwhile"


def test_an_outsider_sees_locations_and_not_what_is_restricted(otto: Script, ann: Script, site: Site) -> None:
    register(ann, site.put("/a.yaml", component(ONE, dependsOn=["component:default/cart"])))
    assert components(otto) == [ONE]
    assert HIDDEN not in otto.ask("GET", "/entities").content


GROUP = (
    "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: clientcheck-group}\n"
    "spec: {type: team, children: []}\n"
)


def test_groups_count_where_the_url_is_trusted_from_the_start_or_later(ann: Script, site: Site) -> None:
    url = site.put("/all.yaml", GROUP)
    uid = register(ann, url, "?trusted=true")["location"]["id"]
    groups = "/entities?filter=kind=group,metadata.name=clientcheck-group"
    assert names_of(ann.get(groups)) == ["clientcheck-group"]
    for trusted, found in (("false", []), ("true", ["clientcheck-group"])):
        answer = ann.ask("PUT", f"/locations/{uid}?trusted={trusted}", {"type": "url", "target": url})
        assert answer.status_code == 200
        assert names_of(ann.get(groups)) == found
    ann.ask("PUT", f"/locations/{uid}", {"type": "url", "target": url})
    assert Origin.objects.get(location=url).is_trusted, "who says nothing of trust changes nothing of it"

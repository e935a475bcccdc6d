"""`manage.py import-backstage`, against a server that answers as Backstage 4.0.0 was seen to."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from catalog.http.settings import OutboundSettings, parse_hosts
from catalog.models import Entity, Origin
from portal.models import AuditEvent
from tests.repositories import component, documents, group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def called(settings: Settings, httpserver: HTTPServer) -> None:
    """Registered URLs may be read from the test server."""
    settings.OUTBOUND = OutboundSettings(parse_hosts((f"127.0.0.1:{httpserver.port}",)))


@pytest.fixture
def file(httpserver: HTTPServer) -> str:
    """The URL of a descriptor file of two components."""
    httpserver.expect_request("/shop.yaml").respond_with_data(documents(component("cart"), component("pay")))
    return str(httpserver.url_for("/shop.yaml"))


def serve(server: HTTPServer, *entities: dict[str, Any], urls: tuple[str, ...] = ()) -> str:
    rows = [{"data": {"id": str(n), "type": "url", "target": url}} for n, url in enumerate(urls)]
    server.expect_request("/api/catalog/locations").respond_with_json(rows)
    page = {"items": list(entities), "totalItems": len(entities), "pageInfo": {}}
    server.expect_request("/api/catalog/entities/by-query").respond_with_json(page)
    return str(server.url_for(""))


def theirs(name: str, origin: str, owner: str = "group:default/shop") -> dict[str, Any]:
    keys = ("backstage.io/managed-by-location", "backstage.io/managed-by-origin-location")
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, "namespace": "default", "annotations": dict.fromkeys(keys, origin)},
        "relations": [{"type": "ownedBy", "targetRef": owner}],
    }


def bring(*arguments: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    status = 0
    try:
        call_command("import-backstage", "--format", "json", *arguments, stdout=out)
    except SystemExit as stop:
        status = int(str(stop.code))
    return status, json.loads(out.getvalue())


def test_registered_urls_are_brought_across_and_read(httpserver: HTTPServer, file: str) -> None:
    url = serve(httpserver, theirs("cart", f"url:{file}"), theirs("pay", f"url:{file}"), urls=(file,))
    status, result = bring(url)
    assert (status, result["differences"], result["errors"]) == (0, [], {})
    assert [(step["action"], step["target"], step["entities"]) for step in result["steps"]] == [("register", file, 2)]
    assert Entity.objects.filter(kind="Component", removed_at=None).count() == 2


def test_what_was_registered_and_trusted_is_in_the_audit_trail(httpserver: HTTPServer, file: str) -> None:
    def events() -> list[tuple[str, str, str, dict[str, Any]]]:
        return list(AuditEvent.objects.order_by("pk").values_list("actor_ref", "action", "subject", "detail"))

    url = serve(httpserver, theirs("cart", f"url:{file}"), urls=(file,))
    bring(url, "--dry-run")
    assert events() == []
    bring(url)
    registered = ("command", "location-registered", file, {"trusted": False})
    assert events() == [registered]
    bring(url, "--trust")
    assert events() == [registered, ("command", "location-trusted", file, {})]
    bring(url, "--trust")
    assert len(events()) == 2, "what is so already is no event"


def test_running_it_again_changes_nothing(httpserver: HTTPServer, file: str) -> None:
    url = serve(httpserver, theirs("cart", f"url:{file}"), theirs("pay", f"url:{file}"), urls=(file,))
    bring(url)
    before = list(Entity.objects.order_by("pk").values_list())
    status, result = bring(url)
    assert (status, result["steps"][0]["action"]) == (0, "known")
    assert list(Entity.objects.order_by("pk").values_list()) == before
    assert Origin.objects.count() == 1


def test_a_dry_run_writes_nothing_and_tells_all(httpserver: HTTPServer, file: str) -> None:
    status, result = bring("--dry-run", serve(httpserver, theirs("cart", f"url:{file}"), urls=(file,)))
    assert (status, result["steps"][0]["action"]) == (1, "register")
    assert [(each["what"], each["entityRef"]) for each in result["differences"]] == [
        ("missing", "component:default/cart")
    ]
    assert not Origin.objects.exists()


def test_what_differs_is_reported(httpserver: HTTPServer, file: str) -> None:
    entities = (theirs("cart", f"url:{file}", "group:default/other"), theirs("old", "file:/srv/all.yaml"))
    status, result = bring(serve(httpserver, *entities, urls=(file,)))
    assert status == 1
    assert {(each["what"], each["entityRef"]) for each in result["differences"]} == {
        ("owner", "component:default/cart"),
        ("missing", "component:default/old"),
        ("added", "component:default/pay"),
    }
    assert [step["action"] for step in result["steps"]] == ["register", "clone"]


def test_the_place_of_what_a_location_led_to_is_its_own_url(httpserver: HTTPServer, file: str) -> None:
    text = f"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: all}}\nspec: {{target: '{file}'}}\n"
    httpserver.expect_request("/all.yaml").respond_with_data(text)
    _, result = bring(serve(httpserver, urls=(str(httpserver.url_for("/all.yaml")),)))
    places = {each["entityRef"]: each["place"] for each in result["differences"]}
    assert places["component:default/cart"] == file


def test_a_url_that_cannot_be_read_is_told_and_the_others_are_brought(httpserver: HTTPServer, file: str) -> None:
    foreign = "https://shop.invalid/catalog-info.yaml"
    status, _ = bring(serve(httpserver, theirs("cart", f"url:{file}"), urls=(foreign, file)))
    assert status == 1
    assert Entity.objects.filter(ref="component:default/cart", removed_at=None).exists()


def test_a_configuration_is_brought_across_without_its_backstage(tmp_path: Path, file: str) -> None:
    config = tmp_path / "app-config.yaml"
    config.write_text(f"catalog: {{locations: [{{type: url, target: '{file}'}}, {{type: file, target: ./a.yaml}}]}}")
    status, result = bring(str(config))
    assert (status, [step["action"] for step in result["steps"]]) == (1, ["register", "clone"])
    assert Entity.objects.filter(kind="Component", removed_at=None).count() == 2


def test_text_names_what_is_left_to_do(httpserver: HTTPServer, file: str) -> None:
    out = StringIO()
    url = serve(httpserver, theirs("old", "file:/srv/all.yaml"), urls=(file,))
    with pytest.raises(SystemExit):
        call_command("import-backstage", "--dry-run", url, stdout=out)
    text = out.getvalue()
    assert "Would be registered as URLs: 1" in text
    assert "clone the repository" in text
    assert "only there: component:default/old (file:/srv/all.yaml)" in text


@pytest.mark.parametrize("source", ["/no/such/file.yaml", "http://127.0.0.1:1"])
def test_what_cannot_be_read_is_wrong_use(source: str) -> None:
    with pytest.raises(CommandError) as caught:
        bring(source)
    assert caught.value.returncode == 2


def test_a_token_is_sent_and_not_printed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/catalog/entities/by-query").respond_with_data("", 401)
    with pytest.raises(CommandError) as caught:
        bring("--token", "s3cret", httpserver.url_for(""))
    assert httpserver.log[0][0].headers["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in str(caught.value)


def test_teams_are_brought_across_only_where_the_urls_are_trusted(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/org.yaml").respond_with_data(group("shop"))
    url = serve(httpserver, urls=(httpserver.url_for("/org.yaml"),))
    bring(url)
    assert not Entity.objects.filter(kind="Group", removed_at=None).exists()
    bring("--trust", url)
    assert Entity.objects.filter(kind="Group", removed_at=None).exists()


def test_whose_teams_are_missing_is_told_of_trust(httpserver: HTTPServer) -> None:
    team = theirs("shop", "file:/srv/all.yaml") | {"kind": "Group"}
    url = serve(httpserver, team)
    for arguments, is_told in (([], True), (["--trust"], False)):
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("import-backstage", *arguments, url, stdout=out)
        assert ("without --trust" in out.getvalue()) is is_told

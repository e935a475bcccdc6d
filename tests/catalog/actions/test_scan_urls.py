"""Registered URLs from look to look: unchanged, changed, unreachable, gone; and whether their teams count."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from catalog import tasks
from catalog.actions import scan as scan_module
from catalog.actions.jobs import request_scans
from catalog.actions.locations import change_trust, register_location, trust_location
from catalog.actions.pending import deliver_changes
from catalog.actions.work import work_due_jobs
from catalog.core.access import SYSTEM
from catalog.core.descriptors.rules import make_rules
from catalog.core.host_links import HostKind
from catalog.http.settings import OutboundSettings, parse_hosts, parse_tokens
from catalog.models import CodeRoot, Descriptor, Entity, Origin, ScanJob
from catalog.models.clock import database_now
from catalog.selectors.moving import list_declared_entities
from tests.repositories import component, documents, group

pytestmark = pytest.mark.django_db(transaction=True)

LOCATION = (
    "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  type: url\n  targets: [./%s]\n"
)


@pytest.fixture(autouse=True)
def called(settings: Settings, httpserver: HTTPServer) -> None:
    """The test server may be called."""
    settings.OUTBOUND = OutboundSettings(parse_hosts((f"127.0.0.1:{httpserver.port}",)))


def serve(server: HTTPServer, path: str, text: str, status: int = 200, etag: str = "") -> str:
    """Let the path answer with this from now on, and 304 to who has the ETag; returns its URL."""
    for handlers in (server.handlers, server.ordered_handlers, server.oneshot_handlers):
        handlers[:] = [handler for handler in handlers if handler.matcher.uri != path]
    if etag:
        server.expect_request(path, headers={"If-None-Match": etag}).respond_with_data("", 304)
    server.expect_request(path).respond_with_data(text, status, headers={"ETag": etag} if etag else {})
    return str(server.url_for(path))


def look(*, at: timedelta = timedelta(), patch: pytest.MonkeyPatch | None = None) -> dict[str, int]:
    """Look at all URLs, `at` so much later; returns how the looks ended."""
    if patch is not None:
        patch.setattr(scan_module, "database_now", lambda: later(at))
    request_scans(Origin.objects.values_list("pk", flat=True), database_now(), by_person=True)
    return dict(work_due_jobs(lambda *_: None).states)


def later(by: timedelta) -> datetime:
    return database_now() + by


def register(url: str, *, is_trusted: bool = False) -> None:
    register_location(url, "command", database_now(), is_trusted=is_trusted)


def living(kind: str = "Component") -> dict[str, str]:
    rows = Entity.objects.filter(removed_at=None, kind=kind).values_list("name", "owner_text")
    return dict(rows)


def count_bodies(server: HTTPServer) -> int:
    return sum(response.status_code == 200 for _, response in server.log)


def test_an_unchanged_url_sends_nothing_and_changes_nothing(httpserver: HTTPServer) -> None:
    serve(httpserver, "/part.yaml", component("cart"), etag='"1"')
    register(serve(httpserver, "/all.yaml", LOCATION % "part.yaml", etag='"2"'))
    assert look() == {"changed": 1}
    before, sent = list(Descriptor.objects.values_list()), count_bodies(httpserver)
    assert look() == {"unchanged": 1}
    assert (list(Descriptor.objects.values_list()), count_bodies(httpserver)) == (before, sent)


def test_a_change_behind_a_location_is_seen(httpserver: HTTPServer) -> None:
    serve(httpserver, "/part.yaml", component("cart"), etag='"1"')
    register(serve(httpserver, "/all.yaml", LOCATION % "part.yaml", etag='"2"'))
    look()
    serve(httpserver, "/part.yaml", component("cart", owner="pay"), etag='"3"')
    assert look() == {"changed": 1}
    assert living() == {"cart": "pay"}
    assert look() == {"unchanged": 1}


def test_a_server_that_fails_loses_nothing_and_the_error_is_shown(httpserver: HTTPServer) -> None:
    register(serve(httpserver, "/all.yaml", component("cart")))
    look()
    serve(httpserver, "/all.yaml", "", 503)
    look()
    assert living() == {"cart": "shop"}
    assert "503" in Entity.objects.get(ref="component:default/cart").error
    assert "503" in Entity.objects.get(kind="Location").error
    serve(httpserver, "/all.yaml", component("cart"))
    look()
    assert Entity.objects.get(ref="component:default/cart").error == ""


def test_what_is_gone_is_removed_after_an_hour_and_comes_back(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(serve(httpserver, "/all.yaml", component("cart")))
    look()
    serve(httpserver, "/all.yaml", "", 404)
    look()
    look(at=timedelta(minutes=59), patch=monkeypatch)
    assert living() == {"cart": "shop"}, "one 404 removes nothing, nor do two within the hour"
    look(at=timedelta(minutes=61), patch=monkeypatch)
    assert living() == {}
    assert "404" in Entity.objects.get(kind="Location", removed_at=None).error, "the registration stays and says why"
    serve(httpserver, "/all.yaml", component("cart"))
    look(at=timedelta(minutes=62), patch=monkeypatch)
    assert living() == {"cart": "shop"}


def test_a_target_that_is_gone_is_removed_and_its_location_says_so(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(httpserver, "/part.yaml", component("cart"))
    register(serve(httpserver, "/all.yaml", LOCATION % "part.yaml"))
    look()
    serve(httpserver, "/part.yaml", "", 404)
    look()
    assert living() == {"cart": "shop"}
    look(at=timedelta(hours=2), patch=monkeypatch)
    assert living() == {}
    [warning] = Descriptor.objects.get(ref="location:default/all").warnings
    assert (warning["code"], "part.yaml" in warning["message"]) == ("target-missing", True)


def test_beat_asks_for_urls_whose_last_look_is_an_interval_ago(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks, "hint_scans", asked.extend)
    register(serve(httpserver, "/all.yaml", component("cart")))
    look()
    tasks.list_sources()
    assert asked == []
    ScanJob.objects.update(finished_at=later(-timedelta(days=1)))
    tasks.list_sources()
    assert asked == [Origin.objects.get().pk]


def test_groups_count_only_where_the_url_is_trusted(httpserver: HTTPServer) -> None:
    url = serve(httpserver, "/all.yaml", documents(component("cart"), group("shop")))
    register(url)
    look()
    assert (living(), living("Group")) == ({"cart": "shop"}, {})
    assert Descriptor.objects.get(stage="not-allowed").error.startswith("This source may not define a Group")
    trust_location(url, database_now())
    work_due_jobs(lambda *_: None)
    assert living("Group") == {"shop": ""}


def test_a_url_that_is_trusted_from_the_start_defines_groups(httpserver: HTTPServer) -> None:
    register(serve(httpserver, "/all.yaml", group("shop")), is_trusted=True)
    look()
    assert living("Group") == {"shop": ""}


@pytest.fixture
def elsewhere() -> Iterator[HTTPServer]:
    """A second host: the same machine on another port."""
    with HTTPServer(host="127.0.0.1") as server:
        yield server


def list_tokens(server: HTTPServer) -> set[str]:
    return {request.headers.get("Authorization", "") for request, _ in server.log}


def test_a_target_may_be_at_another_host_that_is_named_and_each_host_gets_its_own_token(
    httpserver: HTTPServer, elsewhere: HTTPServer, settings: Settings
) -> None:
    here, there = f"127.0.0.1:{httpserver.port}", f"127.0.0.1:{elsewhere.port}"
    settings.OUTBOUND = OutboundSettings(parse_hosts((here, there)), parse_tokens((f"{here}=one", f"{there}=two")))
    target = serve(elsewhere, "/part.yaml", component("cart"))
    register(serve(httpserver, "/all.yaml", (LOCATION % "x").replace("./x", target)))
    look()
    assert living() == {"cart": "shop"}
    assert (list_tokens(httpserver), list_tokens(elsewhere)) == ({"Bearer one"}, {"Bearer two"})


def test_a_target_at_a_host_that_is_not_named_is_told_and_not_called(
    httpserver: HTTPServer, elsewhere: HTTPServer
) -> None:
    target = serve(elsewhere, "/part.yaml", component("cart"))
    register(serve(httpserver, "/all.yaml", (LOCATION % "x").replace("./x", target)))
    look()
    assert living() == {}
    assert "may not be called" in Descriptor.objects.get(path=target).error
    assert not elsewhere.log


def test_a_placeholder_stays_at_its_host(httpserver: HTTPServer, elsewhere: HTTPServer, settings: Settings) -> None:
    settings.OUTBOUND = OutboundSettings(parse_hosts(f"127.0.0.1:{server.port}" for server in (httpserver, elsewhere)))
    secret = serve(elsewhere, "/note.txt", "secret")
    text = f"  $text: {secret}"
    register(serve(httpserver, "/all.yaml", component("cart").replace("spec:", f"spec:\n  note:\n  {text}")))
    look()
    assert not elsewhere.log
    assert not Entity.objects.filter(body_json__contains="secret").exclude(kind="Location").exists()


def test_a_placeholder_reads_another_host_that_is_named_for_that(
    httpserver: HTTPServer, elsewhere: HTTPServer, settings: Settings
) -> None:
    settings.PLACEHOLDER_HOSTS = parse_hosts((f"127.0.0.1:{elsewhere.port}",))
    settings.OUTBOUND = OutboundSettings(parse_hosts(f"127.0.0.1:{server.port}" for server in (httpserver, elsewhere)))
    text = f"  $text: {serve(elsewhere, '/note.txt', 'a note')}"
    register(serve(httpserver, "/all.yaml", component("cart").replace("spec:", f"spec:\n  note:\n  {text}")))
    look()
    assert Entity.objects.filter(ref="component:default/cart", body_json__contains='"a note"').exists()


def test_a_kind_of_ones_own_comes_with_the_setting_though_the_etag_stays(
    httpserver: HTTPServer, settings: Settings
) -> None:
    register(serve(httpserver, "/all.yaml", component("cart").replace("Component", "Squad"), etag='"1"'))
    look()
    assert not Entity.objects.exclude(kind="Location").exists()
    settings.DESCRIPTOR_RULES = make_rules(frozenset({"Squad"}), (), {})
    assert look() == {"changed": 1}
    assert Entity.objects.filter(ref="squad:default/cart").exists()
    assert look() == {"unchanged": 1}


def test_what_stands_at_a_url_has_no_code_there(httpserver: HTTPServer) -> None:
    url = serve(httpserver, "/all.yaml", component("cart"))
    register(url)
    look()
    deliver_changes(database_now())
    assert Entity.objects.filter(ref="component:default/cart").exists()
    assert not CodeRoot.objects.exists()
    [declared] = [each for each in list_declared_entities(SYSTEM) if each["kind"] == "Component"]
    assert declared["metadata"]["annotations"]["backstage.io/managed-by-location"] == url


def test_a_private_file_comes_through_the_api_of_its_host_and_the_token_is_never_told(
    httpserver: HTTPServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    host = f"127.0.0.1:{httpserver.port}"
    settings.CODE_HOSTS = {"127.0.0.1": HostKind.GITLAB}
    settings.OUTBOUND = OutboundSettings(parse_hosts((host,)), parse_tokens((f"{host}=s3cret",)))
    api = "/api/v4/projects/org%2Fshop/repository/files"
    for name, text in (("all.yaml", LOCATION % "part.yaml"), ("part.yaml", component("cart"))):
        httpserver.expect_request(
            f"{api}/x%2F{name}/raw".replace("%2F", "/"),
            query_string="ref=main",
            headers={"Authorization": "Bearer s3cret"},
        ).respond_with_data(text)
    register(httpserver.url_for("/org/shop/-/blob/main/x/all.yaml"))
    look()
    assert living() == {"cart": "shop"}
    assert {request.headers["Authorization"] for request, _ in httpserver.log} == {"Bearer s3cret"}
    assert any("%2F" in request.environ["REQUEST_URI"] for request, _ in httpserver.log)
    part = Descriptor.objects.get(ref="component:default/cart")
    assert part.path.endswith("/org/shop/-/blob/main/x/part.yaml"), "people are led to the page, not to the API"
    assert "s3cret" not in caplog.text + str(list(Descriptor.objects.values_list())) + str(
        list(Origin.objects.values())
    )


def test_what_was_trusted_goes_when_it_is_trusted_no_longer_and_its_neighbours_stay_as_they_are(
    httpserver: HTTPServer,
) -> None:
    url = serve(httpserver, "/all.yaml", documents(component("cart"), group("shop"), component("pay")))
    register(url, is_trusted=True)
    look()
    change_trust(Origin.objects.get().pk, is_trusted=False, now=database_now())
    assert look() == {"changed": 1}
    assert (living("Group"), set(living())) == ({}, {"cart", "pay"})
    assert not Entity.objects.exclude(error="").exists()
    serve(httpserver, "/all.yaml", documents(component("cart"), group("shop")))
    look()
    assert set(living()) == {"cart"}, "a refused document keeps nothing that left its file"
    assert look() == {"unchanged": 1}

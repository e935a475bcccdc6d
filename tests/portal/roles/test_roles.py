"""Role x object x action, at every address there is: the answers are what the table of permissions says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from pytest_django import DjangoDbBlocker

from catalog.core.access import PERMISSIONS, Role, Scope
from portal.models import AuditEvent
from tests.portal.organisation import make_organisation
from tests.portal.roles.rows import OPEN, SELF, SOME_TEAM, Row
from tests.portal.roles.table import ELSEWHERE, TABLE
from tests.portal.roles.world import TO_SIGN_IN, Asker, World, make_roles_world
from tests.repositories import Clones, component

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with the file and the commit that pages show, and its tip."""
    folder = tmp_path_factory.mktemp("clones")
    sha = Clones(folder).commit("shop", {"cart/catalog-info.yaml": component("cart")})
    return folder / "shop", sha


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Nothing is sent to workers, and no registered URL is looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalog.api.backstage.locations.look_at_url", lambda _id: None)
        patch.setattr("portal.actions.locations.hint_scans", lambda _ids: None)
        for task in (
            "views.sources.list_one_source",
            "views.sources.deliver",
            "actions.on_call_sources.refresh_on_call_source",
            "actions.on_call_sources.deliver",
        ):
            patch.setattr(f"portal.{task}.delay", lambda *_ids: None)
        patch.setattr("portal.actions.decisions.deliver.delay", lambda: None)
        patch.setattr("portal.actions.forget.list_mail_files", list)
        yield


@pytest.fixture(scope="module")
def world(
    quiet: None, clone: tuple[Path, str], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Everybody and everything, once for all addresses: what an answer did is taken back, see `World.ask`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_roles_world(make_organisation(), *clone)
        transaction.set_rollback(True)


def list_urls(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every URL; those of the catalog API are named by their routes."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from list_urls(pattern, before + str(pattern.pattern))
        else:
            route = before + str(pattern.pattern)
            yield name_url(pattern, route), route


def name_url(pattern: URLPattern, route: str) -> str:
    if route.startswith("api/catalog/"):
        parts = [part for part in route.removeprefix("api/catalog/").split("/") if not part.startswith("<")]
        name = "/".join(parts)
        return f"catalog:{'locations/by-id' if route.endswith('locations/<str:uid>') else name}"
    return f"api:{pattern.name or ''}" if route.startswith("api/") else str(pattern.name)


#: Whatever is nowhere else is nothing: 404 for everybody who may ask at all.
CATCH_ALL = {"catalog:", "api:"}


def test_every_url_is_in_the_table() -> None:
    """A new address says here who may do what there, or it does not get in."""
    there = {name for name, _ in list_urls()} - CATCH_ALL
    assert {row.name for row in TABLE} | set(ELSEWHERE) == there
    assert not {row.name for row in TABLE} & set(ELSEWHERE)


def test_every_need_is_in_the_table_of_permissions() -> None:
    """What is not listed there is refused to everybody, which an address cannot want."""
    needs = {(row.need.kind, row.need.action) for row in TABLE if not isinstance(row.need, str)}
    assert needs <= set(PERMISSIONS)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_the_answer_is_what_the_table_says(world: World, row: Row) -> None:
    match = resolve(world.fill(row.path).partition("?")[0])
    route = str(match.route)
    names = {name for name, each in list_urls() if each == route}
    assert row.name in names, f"{row.path} is {names}"
    for asker in world.askers:
        before = AuditEvent.objects.count()
        found = world.ask(asker, row)
        assert found == foresee(asker, row), f"{asker.name} got {found} from {row}"
        assert AuditEvent.objects.count() == before, "the test leaves nothing behind"


def foresee(asker: Asker, row: Row) -> int | str:
    """What an asker is answered, from the permissions alone."""
    if row.need == OPEN:
        return row.yes
    if asker.role is None or (asker.is_token and not row.is_api) or not (asker.is_token or row.takes_sessions):
        return 401 if row.is_api else TO_SIGN_IN
    if row.need == SELF:
        return row.yes if row.of in ("", asker.name) else row.no
    return row.yes if is_allowed(asker, row) else row.no


def is_allowed(asker: Asker, row: Row) -> bool:
    """By the scopes, which every request to an API needs to read as well, and by the role towards whose it is."""
    assert not isinstance(row.need, str)
    need = row.need
    wanted = {Scope.READ} if need.action == "view" else set(Scope)
    role = asker.role
    if need.team_ref is None and role in (Role.MEMBER, Role.LEAD):
        role = Role.VIEWER  # of no team
    if need.team_ref == SOME_TEAM and asker.is_lead:
        role = Role.LEAD
    return wanted <= asker.scopes and role in PERMISSIONS[need.kind, need.action]


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE}))
def test_a_method_that_is_not_in_the_table_is_not_allowed(world: World, name: str) -> None:
    """Also for administrators: what an address can do is what the table says it can."""
    rows = [row for row in TABLE if row.name == name]
    listed = {row.method for row in rows}
    pages = [asker for asker in world.askers if asker.name == "administrator"]
    scripts = [asker for asker in world.askers if asker.name == "token of an administrator"]
    for method in METHODS:
        if method not in listed:
            (asker,) = scripts if rows[0].is_api else pages
            found = world.ask(asker, Row(name, rows[0].path, method=method))
            assert found == 405, f"{method} {rows[0].path}"

"""The search box by keyboard, the graph by keyboard, and a hostile definition in its frame, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Frame, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalog.actions.search import index_search
from catalog.models import Edge, Entity, Origin
from scoring.models import Finding, Score
from tests.browser.test_journey import browser
from tests.portal.organisation import Organisation, make_member, make_organisation, sign_in
from tests.scoring.factories import NOW, make_entity

__all__ = ["browser"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PATIENCE = 20_000
CART = "/entities/component/default/cart"
MARK = "window.reached = true"
HOSTILE = {
    "openapi": "3.0.3",
    "info": {
        "title": "Carts",
        "version": "1.0.0",
        "description": f"<img src=x onerror='{MARK}'><script>{MARK}</script>[a](javascript:{MARK})<b>bold</b>",
        "contact": {"name": "x", "url": f"javascript:{MARK}"},
    },
    "externalDocs": {"url": f"javascript:{MARK}", "description": "docs"},
    "servers": [{"url": "https://evil.example"}],
    "paths": {"/carts": {"get": {"summary": f"<svg onload='{MARK}'>", "responses": {"200": {"description": "OK"}}}}},
    "components": {"schemas": {"Cart": {"$ref": "http://localhost:9/steal.json"}}},
}


@pytest.fixture(scope="module", autouse=True)
def beside_a_loop() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; Django must not take its own calls here for asynchronous ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def org(transactional_db: None) -> Organisation:
    """The organisation, with what the cart is tied to, and an API that somebody hostile defined."""
    made = make_organisation()
    for name in ("web", "db"):
        make_entity(name, "shop")
    declared_by = made.cart.descriptors.get()
    for source, type_, target in (
        ("component:default/web", "dependsOn", made.cart.ref),
        (made.cart.ref, "dependencyOf", "component:default/web"),
        (made.cart.ref, "dependsOn", "component:default/db"),
    ):
        Edge.objects.create(declared_by=declared_by, source_ref=source, type=type_, target_ref=target)
    api = make_entity("carts", "shop", kind="API", type="openapi")
    body = {"kind": "API", "metadata": {"name": "carts"}, "spec": {"definition": orjson.dumps(HOSTILE).decode()}}
    Entity.objects.filter(pk=api.pk).update(body_json=orjson.dumps(body).decode())
    index_search([*Entity.objects.values_list("ref", flat=True), *(each.ref for each in Origin.objects.all())], NOW)
    return made


@pytest.fixture
def view(org: Organisation, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of Olga's, with what the console complains of in `complaints`."""
    olga = sign_in("olga", make_member(org.shop, "olga"))
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": olga.client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture
def complaints(view: Page) -> list[str]:
    """What the console complains of from here on."""
    found: list[str] = []
    view.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_the_search_box_is_a_combobox_that_the_keyboard_goes_through(view: Page, complaints: list[str]) -> None:
    view.goto("/services")
    box, options = view.get_by_role("combobox", name="Search"), view.locator("#search-results [role=option]")
    expect(box).to_have_attribute("aria-expanded", "false")
    view.keyboard.press("/")
    view.keyboard.type("ca")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options).to_have_count(3)
    view.keyboard.press("ArrowDown")
    view.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hit-2")
    expect(box).to_be_focused()
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    view.keyboard.press("ArrowUp")
    view.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "hit-2")
    view.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "hit-all")
    view.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("ca")
    view.keyboard.press("ArrowDown")
    view.keyboard.press("Enter")
    view.wait_for_url("**/entities/component/default/cart")
    assert complaints == []


def test_enter_opens_the_first_and_before_there_is_one_the_page_of_all(view: Page, complaints: list[str]) -> None:
    view.goto("/services")
    view.keyboard.press("/")
    view.keyboard.type("ledg")
    expect(view.locator("#hit-1")).to_be_visible()
    view.keyboard.press("Enter")
    view.wait_for_url("**/entities/component/default/ledger")
    view.route("**/search?part=1**", lambda _route: None)  # an answer that never comes
    view.keyboard.press("/")
    view.keyboard.type("zzyzx")
    view.keyboard.press("Enter")
    view.wait_for_url("**/search?q=zzyzx")
    assert complaints == []


def test_a_click_beside_the_box_closes_the_list(view: Page) -> None:
    view.goto("/services")
    view.fill("#search", "cart")
    expect(view.locator("#hit-1")).to_be_visible()
    view.mouse.click(1200, 850)
    expect(view.locator("#search-results")).to_be_hidden()


def test_the_graph_is_drawn_and_gone_through_by_keyboard(view: Page, complaints: list[str]) -> None:
    view.goto("/entities/component/default/cart/graph")
    expect(view.locator("[data-graph]")).to_have_attribute("data-drawn", "yes")
    assert view.locator(".bw-graph-picture canvas").count() > 0
    picture, says = view.get_by_role("application"), view.locator("#graph-says")
    picture.focus()
    view.keyboard.press("Home")
    expect(says).to_contain_text("cart, service: ")
    view.keyboard.press("ArrowLeft")
    expect(says).to_contain_text("web, service: depends on cart. Enter opens it.")
    view.keyboard.press("ArrowRight")
    expect(says).to_contain_text("cart, service: ")
    view.keyboard.press("ArrowLeft")
    view.keyboard.press("+")
    view.keyboard.press("Enter")
    view.wait_for_url("**/entities/component/default/web")
    assert complaints == [], "the content policy holds, and the library keeps to it"


def test_the_graph_follows_the_colours_and_its_table_the_filter(view: Page, complaints: list[str]) -> None:
    view.goto("/entities/component/default/cart/graph")
    expect(view.locator("[data-graph]")).to_have_attribute("data-drawn", "yes")
    view.locator("[data-theme-switch]").click()
    view.locator("[data-theme-switch]").click()
    view.get_by_role("link", name="depends on").first.click()
    view.wait_for_url("**/graph?relation=dependsOn")
    expect(view.locator("[data-graph]")).to_have_attribute("data-drawn", "yes")
    expect(view.locator(".bw-graph-table tbody tr")).to_have_count(3)
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_longest_words_stay_within_the_page(view: Page, org: Organisation, width: int) -> None:
    long = "T" * 500
    Entity.objects.filter(pk=org.cart.pk).update(title=long, description=long * 8)
    Finding.objects.update(sentence=f"The claims about {long} name two teams.")
    points = [
        {**point, "counts": "lost", "sentence": long} for point in Score.objects.get(subject_ref=org.cart.ref).points
    ]
    Score.objects.filter(subject_ref=org.cart.ref).update(points=points)
    view.set_viewport_size({"width": width, "height": 800})
    for path in (
        "/",
        "/services",
        CART,
        f"{CART}/graph",
        f"{CART}/findings",
        f"{CART}/ownership",
        "/teams/default/shop",
        "/findings",
    ):
        view.goto(path)
        assert view.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_the_open_tab_is_in_view(view: Page) -> None:
    view.set_viewport_size({"width": 390, "height": 800})
    view.goto(f"{CART}/raw")
    expect(view.locator(".bw-tabs [aria-current]")).to_be_in_viewport(ratio=0.95)


def test_a_hostile_definition_is_rendered_and_reaches_nothing(view: Page, org: Organisation) -> None:
    answered: list[str] = []
    view.on("response", lambda response: answered.append(response.url))
    view.goto("/entities/api/default/carts/definition")
    inner = view.frame_locator("iframe.bw-rendered")
    expect(inner.get_by_role("heading", name="Carts").first).to_be_visible()
    inner.locator(".opblock-summary").first.click()
    frame = next(each for each in view.frames if each.url.endswith("/definition/frame"))
    assert any(url.endswith("/definition/frame") for url in answered)
    assert not any("evil.example" in url or "steal" in url or url.endswith("/x") for url in answered)
    assert inner.locator("[onerror], [onload]").count() == 0
    hrefs = inner.locator("a[href]").evaluate_all("links => links.map(link => link.protocol)")
    assert "javascript:" not in hrefs
    assert not view.evaluate("'reached' in window")
    assert not frame.evaluate("'reached' in window")
    assert try_in(frame, "parent.document.title") == "SecurityError"
    assert try_in(frame, "document.cookie") == "SecurityError"
    assert try_in(frame, "localStorage.length") == "SecurityError"
    assert frame.evaluate("fetch('/api/v1/me').then(() => 'answered', () => 'refused')") == "refused"


def test_the_frame_has_the_colours_that_were_chosen(view: Page, org: Organisation) -> None:
    view.goto("/entities/api/default/carts/definition")
    within = view.frame_locator("iframe.bw-rendered").locator("html")
    expect(within).not_to_have_attribute("data-theme", "dark")
    for theme in ("light", "dark"):
        view.locator("[data-theme-switch]").click()
        expect(within).to_have_attribute("data-theme", theme)


def test_the_page_of_the_frame_is_kept_apart_also_when_opened_by_itself(view: Page, org: Organisation) -> None:
    view.goto("/entities/api/default/carts/definition/frame")
    expect(view.get_by_role("heading", name="Carts").first).to_be_visible()
    assert try_in(view.main_frame, "document.cookie") == "SecurityError"
    assert view.evaluate("self.origin") == "null"


def try_in(frame: Frame, expression: str) -> Any:
    return frame.evaluate(f"(() => {{ try {{ return {expression}; }} catch (error) {{ return error.name; }} }})()")

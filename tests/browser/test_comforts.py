"""What the page's own script adds, and that every page works without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_journey import PATIENCE, Served, browser, page, served

__all__ = ["browser", "page", "served"]  # fixtures: this module has an installation of its own

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH_FIRST_PAINT = """
new MutationObserver((_, observer) => {
  if (document.body) {
    window.themeAtBody = document.documentElement.getAttribute('data-bs-theme') || 'none';
    observer.disconnect();
  }
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def scanned(page: Page, served: Served) -> Page:
    """A page of somebody who is signed in, when the demo is scanned and judged."""
    page.goto(f"{served.url}/services")
    for _ in range(90):
        if page.locator(".bw-score").count() > 10:
            return page
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("the demo was not scanned and judged")


@pytest.fixture
def view(scanned: Page, browser: Browser) -> Iterator[Page]:
    """A fresh page of the same person, in Berlin."""
    context = browser.new_context(storage_state=scanned.context.storage_state(), timezone_id="Europe/Berlin")
    yield new_page(context)
    context.close()


def new_page(context: BrowserContext) -> Page:
    fresh = context.new_page()
    fresh.set_default_timeout(PATIENCE)
    return fresh


def test_the_colours_that_were_chosen_are_there_before_anything_is_painted(view: Page, served: Served) -> None:
    view.add_init_script(WATCH_FIRST_PAINT)
    view.goto(served.url)
    switch = view.locator("[data-theme-switch]")
    for theme in ("light", "dark"):
        switch.click()
        expect(switch).to_have_attribute("data-theme-switch", theme)
        view.reload()
        assert view.evaluate("window.themeAtBody") == theme
    switch.click()
    view.reload()
    assert view.evaluate("window.themeAtBody") == "none", "as the system has it"


def test_a_slash_goes_to_the_search_box_and_is_not_typed_into_it(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services")
    view.keyboard.press("/")
    expect(view.locator("#search")).to_be_focused()
    expect(view.locator("#search")).to_have_value("")
    view.keyboard.type("a/b")
    expect(view.locator("#search")).to_have_value("a/b")


def test_a_list_is_walked_through_and_opened_with_the_keyboard(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services")
    rows = view.locator("[data-row-link]")
    for key, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        view.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    address = rows.nth(0).get_attribute("href")
    view.keyboard.press("Enter")
    view.wait_for_url(f"{served.url}{address}")


def test_the_first_tab_skips_to_the_content(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services")
    view.keyboard.press("Tab")
    expect(view.get_by_text("Skip to content")).to_be_focused()
    view.keyboard.press("Enter")
    expect(view.locator("#main")).to_be_focused()


def test_a_filter_changes_the_list_and_the_address_without_a_new_page(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services")
    view.evaluate("window.isSamePage = true")
    view.locator("#list-type").select_option("website")
    view.wait_for_url(re.compile(r"[?&]type=website"))
    expect(view.get_by_role("status").first).to_have_text(re.compile(r"^\d service"))
    assert view.evaluate("window.isSamePage")
    view.get_by_role("link", name=re.compile("Remove the filter Type")).click()
    expect(view.get_by_role("status").first).to_have_text(re.compile(r"^\d\d services"))


def test_going_back_brings_the_list_back(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services")
    view.locator("#list-type").select_option("website")
    view.wait_for_url(re.compile(r"[?&]type=website"))
    view.go_back()
    expect(view.get_by_role("status").first).to_have_text(re.compile(r"^\d\d services"))


def test_times_are_in_the_readers_zone(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/repositories")
    assert re.search(r"GMT\+[12]|CES?T", view.locator("time[data-when]").first.get_attribute("title") or "")


def test_the_menu_of_a_person_closes_with_escape(view: Page, served: Served) -> None:
    view.goto(served.url)
    view.locator(".bw-person summary").click()
    expect(view.get_by_role("button", name="Sign out")).to_be_visible()
    view.keyboard.press("Escape")
    expect(view.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_reasons_of_a_score_appear_on_focus(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services?q=audit-log")
    score = view.locator(".bw-score").first
    expect(score.locator(".bw-why")).to_be_hidden()
    score.focus()
    expect(score.locator(".bw-why")).to_be_visible()


def test_everything_works_without_javascript(scanned: Page, browser: Browser, served: Served) -> None:
    state = scanned.context.storage_state()
    context = browser.new_context(storage_state=state, java_script_enabled=False)
    plain = new_page(context)
    plain.goto(f"{served.url}/services")
    plain.fill("#list-text", "audit")
    plain.get_by_role("button", name="Filter").click()
    plain.wait_for_url(re.compile("q=audit"))
    expect(plain.locator("[data-row-link]")).to_have_count(1)
    plain.get_by_role("link", name="Findings").first.click()
    plain.locator("[data-row-link]").first.click()
    plain.wait_for_url(re.compile(r"/findings/\d+"))
    plain.fill("#search", "payments")
    plain.keyboard.press("Enter")
    plain.wait_for_url(re.compile(r"/search\?q=payments"))
    expect(plain.locator("main").get_by_role("link", name=re.compile("payments")).first).to_be_visible()
    context.close()


WATCH_PLACES = """
window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts += entry.value; }))
  .observe({type: 'layout-shift', buffered: true});
window.placesOf = () => Array.from(document.querySelectorAll('h1, h2, nav a, main tr, main .card, footer'), node => {
  const box = node.getBoundingClientRect();
  return [node.textContent.trim().slice(0, 40), Math.round(box.left), Math.round(box.top), Math.round(box.width)];
});
document.addEventListener('DOMContentLoaded', () => { window.arrivedAt = window.placesOf(); });
"""


@pytest.mark.parametrize("path", ["/", "/services", "/findings?state=open", "/teams/default/payments"])
def test_nothing_moves_after_it_is_shown(view: Page, served: Served, path: str) -> None:
    """Where things stand when the document has arrived, they still stand when its scripts and pictures have.

    While rows arrive they may widen a column: the sum of all shifts stays under 0.1, which is called good
    (Layout Instability API; web.dev/cls).
    """
    view.add_init_script(WATCH_PLACES)
    view.goto(served.url + path)
    view.wait_for_load_state("networkidle")
    arrived: list[list[object]] = view.evaluate("window.arrivedAt")
    assert len(arrived) > 10
    assert [place[1:] for place in view.evaluate("window.placesOf()")] == [place[1:] for place in arrived]
    assert view.evaluate("window.shifts") < 0.1


@pytest.mark.parametrize("path", ["/services", "/entities/component/default/price-alerts", "/findings?state=open"])
def test_a_page_fits_at_twice_the_size(view: Page, served: Served, path: str) -> None:
    """A browser at 200 % has half the pixels: 640 of 1280."""
    view.set_viewport_size({"width": 640, "height": 450})
    view.goto(served.url + path)
    assert view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_print_shows_reasons_and_leaves_out_what_cannot_be_pressed(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/services?q=audit-log")
    view.emulate_media(media="print")
    expect(view.locator(".bw-why").first).to_be_visible()
    for hidden in (".bw-side", ".bw-top", ".bw-tools"):
        expect(view.locator(hidden).first).to_be_hidden()


def test_the_fields_of_a_schedule_change_without_leaving_the_page(view: Page, served: Served) -> None:
    view.goto(f"{served.url}/on-call/new?team=group:default/payments")
    turns, preview = view.locator(".bw-turns li"), view.locator("#schedule-preview")
    number = turns.count()
    expect(preview.locator(".bw-timeline")).to_be_visible()
    view.evaluate("window.stayed = true")
    view.locator("#do-remove-turn-0-0").click()
    expect(turns).to_have_count(number - 1)
    stretches = preview.locator(".bw-timeline .bw-shift")
    by_week = stretches.count()
    view.get_by_label("Unit of a turn").select_option("day")
    expect(stretches).not_to_have_count(by_week)
    assert view.evaluate("window.stayed"), "only the form was exchanged"


def test_the_fields_of_a_schedule_work_without_scripts(scanned: Page, browser: Browser, served: Served) -> None:
    context = browser.new_context(storage_state=scanned.context.storage_state(), java_script_enabled=False)
    view = new_page(context)
    view.goto(f"{served.url}/on-call/new?team=group:default/payments")
    number = view.locator(".bw-turns li").count()
    view.locator("#do-remove-turn-0-0").click()
    expect(view.locator(".bw-turns li")).to_have_count(number - 1)
    view.get_by_role("button", name="YAML").click()
    expect(view.locator("textarea")).to_contain_text("participants")
    context.close()

"""The two pages that show the API: for signed-in readers, from our own files, under a policy of their own."""

from __future__ import annotations

import re
import shutil

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.portal.api.world import ROOT
from tests.portal.organisation import Named, sign_in

PAGES = ("docs", "redoc")


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_people_are_sent_to_sign_in(signed_out: Client, name: str) -> None:
    response = signed_out.get(f"{ROOT}/{name}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in?next={ROOT}/{name}")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_names_our_own_files_alone_and_they_are_there(outsider: Named, name: str) -> None:
    page = outsider.get(f"{ROOT}/{name}").content.decode()
    addresses = re.findall(r'(?:src|href|data-schema|spec-url)="([^"]+)"', page)
    assert f"{ROOT}/schema" in addresses
    for address in addresses:
        assert address.startswith("/")
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_lets_no_script_in_but_ours(outsider: Named, name: str) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in outsider.get(f"{ROOT}/{name}").headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not any("http" in sources or "*" in sources for sources in policy.values())
    assert "unsafe" not in outsider.get("/account").headers["Content-Security-Policy"], "it is for these pages alone"


@pytest.fixture
def signed_in_cookie(live_server: LiveServer) -> dict[str, str]:
    """The session of somebody, as a browser has it."""
    client = sign_in("otto").client
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


@pytest.mark.browser
@pytest.mark.slow
def test_both_pages_work_in_a_browser_and_one_can_try_an_address(
    live_server: LiveServer, signed_in_cookie: dict[str, str]
) -> None:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_cookies([signed_in_cookie])  # type: ignore[list-item]  # three of its keys are enough
        page = context.new_page()
        errors, answered = _watch(page)
        page.goto(f"{live_server.url}{ROOT}/docs")
        page.locator("#operations-me-get_me").get_by_role("button").first.click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()
        page.get_by_text('"username": "otto"').first.wait_for()
        page.goto(f"{live_server.url}{ROOT}/redoc")
        page.get_by_role("heading", name="Who you are to the API, and what you may do.").first.wait_for()
        browser.close()
    assert errors == []
    assert {request.url.split("/")[2] for request in answered} == {live_server.url.split("/")[2]}


def _watch(page: Page) -> tuple[list[str], list[Request]]:
    """What goes wrong on a page, and which requests were answered.

    Redoc asks for its maker's logo, which the policy stops: that one complaint is wanted.
    """
    errors: list[str] = []
    answered: list[Request] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: errors.append(said.text) if said.type == "error" and "logo-mini.svg" not in said.text else None,
    )
    page.on("response", lambda response: answered.append(response.request))
    return errors, answered

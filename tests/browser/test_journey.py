"""A newcomer's first minutes in a real browser, against a real supervisor, web server and worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bailiwick.installation import ROOT, Installation, kill_group

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
VIEWS = [(1280, 900, "light"), (1280, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]
PATIENCE = 90_000  # milliseconds: a slow machine scans and judges the demo in half of it


@dataclass(frozen=True)
class Served:
    """A running installation: where it is, and the link that signs the administrator in once."""

    url: str
    link: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`make run`'s command in a folder of its own, stopped at the end as by Ctrl-C."""
    var, port = tmp_path_factory.mktemp("served"), free_port()
    installation = Installation(var / "var", {"PORT": str(port)})
    log = var / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "serve", "--with-demo"],
            cwd=ROOT,
            env=installation.full_environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://\S+/sign-in/\S+", log.read_text())) or not answers(port):
            assert time.monotonic() < deadline, log.read_text()
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        yield Served(f"http://localhost:{port}", found.group())
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0, log.read_text()
        assert "Stopped" in log.read_text()
    finally:
        kill_group(process)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian has it."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing: install the package chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Page:
    """A page whose person is signed in by the link; anything the console complains of fails the test."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(served.link)
    if "sign-in" in page.url:
        page.get_by_role("button", name="Sign in").click()
    return page


def test_the_link_signs_in_once(page: Page, served: Served, browser: Browser) -> None:
    expect(page.get_by_role("navigation").first).to_be_visible()
    stranger = browser.new_context().new_page()
    stranger.goto(served.link)
    if stranger.get_by_role("button", name="Sign in").count():
        stranger.get_by_role("button", name="Sign in").first.click()
    assert stranger.goto(f"{served.url}/services") is not None
    assert "/sign-in" in stranger.url, "a link that was used opens nothing"


def test_the_scan_is_watched_until_findings_are_there(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.get_by_text("No owner declared")).to_be_visible(timeout=PATIENCE)
    orphans = f"{served.url}/findings?check=owner-is-declared"
    page.goto(orphans)
    for _ in range(120):
        if page.get_by_role("link", name=re.compile("Nobody is named as the owner")).count():
            break
        page.wait_for_timeout(1000)
        page.goto(orphans)
    expect(page.get_by_text(re.compile("Nobody is named as the owner of the .*Legacy User-Db")).first).to_be_visible()


def test_an_orphan_leads_to_its_evidence_at_the_marked_line(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/findings?check=owner-is-declared")
    page.get_by_role("link", name=re.compile("Legacy User-Db")).first.click()
    page.get_by_role("link", name=re.compile(r"catalog-info\.yaml")).first.click()
    page.wait_for_url(re.compile(r"/repositories/\d+/file"))
    marked = page.locator("[aria-current], .is-marked, .marked, mark").first
    expect(marked).to_be_visible()
    expect(page.get_by_text("name: legacy-user-db").first).to_be_visible()


@pytest.mark.parametrize("form", VIEWS, ids=lambda form: f"{form[0]} {form[2]}")
def test_every_page_fits_and_nothing_complains(
    browser: Browser, page: Page, served: Served, tmp_path: Path, form: tuple[int, int, str]
) -> None:
    width, height, scheme = form
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two words above
        storage_state=page.context.storage_state(),
    )
    view = context.new_page()
    complaints: list[str] = []
    view.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: complaints.append(str(error)))
    target = Path(os.environ.get("SCREENSHOT_FOLDER", tmp_path))
    for path in PAGES:
        answer = view.goto(served.url + path)
        assert answer is not None
        assert answer.status == 200, path
        view.wait_for_load_state("networkidle")
        overflow = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} is {overflow} px wider than {width}"
        name = re.sub(r"[^a-z0-9]+", "-", path).strip("-") or "home"
        view.screenshot(path=target / f"{name}-{width}-{scheme}.png", full_page=True)
    assert not complaints, complaints
    context.close()


PAGES = [
    "/",
    "/services",
    "/entities/component/default/price-alerts",
    "/entities/component/default/price-alerts/ownership",
    "/entities/component/default/price-alerts/relations",
    "/teams",
    "/teams/default/payments",
    "/teams/default/payments/api",
    "/teams/default/payments/api/versions",
    "/teams/default/growth/api",
    "/teams/map",
    "/teams/map?team=group:default/payments",
    "/teams/index",
    "/findings",
    "/catalog",
    "/repositories",
    "/broken-files",
    "/sources",
    "/checks",
    "/checks/claims-agree",
    "/search?q=check",
    "/account",
    "/accounts",
    "/account/tokens",
]

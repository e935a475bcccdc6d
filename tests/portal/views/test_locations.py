"""Registered URLs: who sees them, who registers, reads again, trusts and removes them, and how each state looks."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from catalog.actions.locations import register_location
from catalog.http.settings import OutboundSettings, parse_hosts
from catalog.models import Descriptor, Origin
from catalog.models.clock import database_now
from portal.models import AuditEvent
from tests.portal.organisation import Named, Organisation, count_queries

URL = "https://git.example.org/acme/org/blob/main/all.yaml"


@pytest.fixture(autouse=True)
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The origins that workers were told to look at."""
    told: list[int] = []
    monkeypatch.setattr("portal.actions.locations.hint_scans", told.extend)
    return told


@pytest.fixture
def registered(org: Organisation) -> Origin:
    """A URL that waits for its first look."""
    register_location(URL, "command", database_now())
    return Origin.objects.get(kind="url")


def read(someone: Named, url: str = "/locations") -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def set_state(origin: Origin, **fields: object) -> None:
    """As a look would leave it."""
    error = str(fields.pop("error", ""))
    Descriptor.objects.filter(origin=origin, path="").update(error=error)
    Origin.objects.filter(pk=origin.pk).update(**{"scanned_at": database_now(), **fields})


def add_document(origin: Origin, error: str = "") -> None:
    """A document that the URL leads to."""
    ref = "" if error else "component:default/cart-of-url"
    state = "broken" if error else "in_force"
    Descriptor.objects.create(
        origin=origin, path=URL, doc_index=0, ref=ref, state=state, error=error, line=1, digest="1",
        first_seen_at=database_now(),
    )  # fmt: skip


@pytest.mark.parametrize("path", ["add", "{pk}/look", "{pk}/trust", "{pk}/remove"])
def test_only_administrators_change_them(
    registered: Origin, lead: Named, outsider: Named, hinted: list[int], path: str
) -> None:
    for person in (lead, outsider):
        assert person.post(f"/locations/{path.format(pk=registered.pk)}", target=URL, trusted="yes").status_code == 403
    assert (Origin.objects.get(kind="url").is_trusted, hinted) == (False, [])


def test_everybody_sees_them_and_only_administrators_the_buttons(registered: Origin, outsider: Named) -> None:
    assert URL in read(outsider)
    page = read(outsider, f"/locations/{registered.pk}")
    assert "has not been read yet" in page
    for button in ("Read again", "Trust", "/remove"):
        assert button not in page


def test_without_any_the_page_says_what_to_do(org: Organisation, administrator: Named, outsider: Named) -> None:
    assert "/locations/add" in read(administrator)
    page = read(outsider)
    assert "An administrator can register one" in page
    assert "/locations/add" not in page


def test_a_url_is_registered_trusted_and_looked_at(org: Organisation, administrator: Named, hinted: list[int]) -> None:
    response = administrator.post("/locations/add", target=f" {URL} ", is_trusted="on")
    origin = Origin.objects.get(kind="url")
    assert response.headers["Location"] == f"/locations/{origin.pk}"
    assert (origin.location, origin.is_trusted, hinted) == (URL, True, [origin.pk])
    assert AuditEvent.objects.get(action="location-registered").detail == {"trusted": True}


@pytest.mark.parametrize("url", ["", "x", "ftp://x/y", "https://user:secret@git.example.org/x", "https://x/ y"])
def test_what_cannot_be_registered_says_why(org: Organisation, administrator: Named, url: str) -> None:
    assert 'class="bw-field-error"' in administrator.post("/locations/add", target=url).content.decode()
    assert not Origin.objects.filter(kind="url").exists()


def test_the_same_url_is_registered_once(registered: Origin, administrator: Named) -> None:
    assert "registered already" in administrator.post("/locations/add", target=URL).content.decode()


def test_the_form_says_which_hosts_may_be_called(org: Organisation, administrator: Named, settings: Settings) -> None:
    assert "BAILIWICK_OUTBOUND_HOSTS" in read(administrator, "/locations/add")
    settings.OUTBOUND = OutboundSettings(parse_hosts(("git.example.org:443",)))
    assert "<code>git.example.org:443</code>" in read(administrator, "/locations/add")


def test_trust_is_given_and_taken_back_and_each_has_its_event(
    registered: Origin, administrator: Named, hinted: list[int]
) -> None:
    for trusted, action in (("yes", "location-trusted"), ("no", "location-trust-withdrawn")):
        assert administrator.post(f"/locations/{registered.pk}/trust", trusted=trusted).status_code == 302
        registered.refresh_from_db()
        assert registered.is_trusted is (trusted == "yes")
        assert AuditEvent.objects.get(action=action).subject == URL
        assert registered.job.due_at is not None
    assert hinted == [registered.pk] * 2


def test_it_is_read_again_when_somebody_asks(registered: Origin, administrator: Named, hinted: list[int]) -> None:
    assert administrator.post(f"/locations/{registered.pk}/look").status_code == 302
    assert hinted == [registered.pk]


def test_removing_asks_once(registered: Origin, administrator: Named) -> None:
    assert "Remove URL" in read(administrator, f"/locations/{registered.pk}/remove")
    assert administrator.post(f"/locations/{registered.pk}/remove").headers["Location"] == "/locations"
    assert administrator.get(f"/locations/{registered.pk}").status_code == 404
    assert AuditEvent.objects.get(action="location-removed").subject == URL


def test_each_state_is_told_and_filtered(registered: Origin, administrator: Named) -> None:
    def check(state: str, words: str) -> None:
        for each in ("waiting", "read", "broken", "failed", "gone"):
            assert (URL in read(administrator, f"/locations?state={each}")) is (each == state), (state, each)
        assert words in read(administrator, f"/locations/{registered.pk}")

    check("waiting", "waiting")
    set_state(registered)
    check("read", "Nothing was found there")
    add_document(registered)
    check("read", "component:default/cart-of-url")
    Descriptor.objects.filter(path=URL).delete()
    add_document(registered, "kind is missing")
    check("broken", "kind is missing")
    set_state(registered, error="git.example.org answered 503.")
    check("failed", "It could not be read")
    since = {URL: {"gone_since": database_now().isoformat()}}
    set_state(registered, error="git.example.org answered 404.", url_state=since)
    check("gone", "It is gone since")


def test_what_was_refused_is_no_entity(registered: Origin, administrator: Named) -> None:
    set_state(registered)
    add_document(registered)
    Descriptor.objects.create(
        origin=registered, path=URL, doc_index=1, ref="group:default/x", state="broken", stage="not-allowed",
        error="This source may not define a Group.", line=1, digest="2", first_seen_at=database_now(),
    )  # fmt: skip
    assert "1 entity" in read(administrator, f"/locations/{registered.pk}")
    assert "invalid name" not in read(administrator)


def test_queries_do_not_grow(registered: Origin, administrator: Named) -> None:
    before = count_queries(administrator, "/locations")
    for number in range(5):
        register_location(f"{URL}?{number}", "command", database_now())
    assert count_queries(administrator, "/locations") == before


def test_what_is_broken_at_a_url_leads_to_the_url_and_its_page(registered: Origin, administrator: Named) -> None:
    set_state(registered, error="gone")
    add_document(registered, "bad")
    page = read(administrator, "/broken-files")
    assert f"/repositories/{registered.pk}" not in page
    own, document = page.split("<tr>")[2:]
    for row, address in (
        (own, f"/locations/{registered.pk}"),
        (document, Descriptor.objects.exclude(path="").get(origin=registered).path),
    ):
        assert f'<a href="{address}" data-row-link>' in row
        assert f'<a href="/locations/{registered.pk}">' in row
    assert f">{URL}</a>" in own, "a Location that stands in no file is named by its URL"


def test_the_entity_of_a_url_links_to_it(registered: Origin, administrator: Named) -> None:
    name = Descriptor.objects.get(origin=registered).ref.partition("/")[2]
    for tab in ("", "/raw"):
        page = read(administrator, f"/entities/location/default/{name}{tab}")
        assert f'href="/locations/{registered.pk}"' in page
        assert f"/repositories/{registered.pk}" not in page
        assert tab or "a registered URL" in page

"""Pages for what goes wrong: each says what happened and what to do next."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.portal.organisation import Named


def test_what_is_not_there_keeps_the_frame_and_the_search_box(owner: Named) -> None:
    response = owner.get("/no/such/page")
    assert response.status_code == 404
    page = response.content.decode()
    assert "or you may not see it" in page
    assert 'id="search"' in page


def test_a_fault_of_ours_has_a_page_that_needs_no_database(owner: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr("portal.views.checks.count_open_by", fail)
    owner.client.raise_request_exception = False
    response = owner.get("/checks")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something broke" in page
    assert "a secret of the server" not in page


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_error_page_works_for_people_who_are_not_signed_in(name: str) -> None:
    page = render_to_string(name)
    assert "<h1>" in page
    assert 'href="/"' in page


def test_a_host_that_is_not_ours_is_refused(signed_out: Client) -> None:
    response = signed_out.get("/sign-in", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()


@pytest.mark.parametrize(("method", "url"), [("post", "/services"), ("put", "/findings/1"), ("delete", "/sources")])
def test_pages_that_only_read_take_no_other_method(owner: Named, method: str, url: str) -> None:
    assert getattr(owner.client, method)(url).status_code == 405

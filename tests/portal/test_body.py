"""What a page takes out of a descriptor written by somebody we do not know."""

from __future__ import annotations

import pytest

from portal.body import LINKS_SHOWN, Body, read_related


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        '{"metadata": null, "spec": 3}',
        '{"metadata": {"links": "x", "tags": {"a": 1}, "annotations": ["b"]}}',
        '{"metadata": {"links": [null, 1, {}, {"url": 5}, {"url": "ftp://x"}], "tags": [1, null]}}',
        '{"metadata": {"annotations": {"pagerduty.com/service-id": {"a": 1}}}}',
    ],
)
def test_whatever_stands_there_is_no_error(body: str) -> None:
    found = Body.read(body)
    assert (found.links, found.tags, found.on_call_link, found.docs_link) == ([], [], None, None)


def with_links(*links: tuple[str, str]) -> Body:
    return Body({"metadata": {"links": [{"title": title, "url": url} for title, url in links]}})


@pytest.mark.parametrize("title", ["On-call", "oncall rota", "Pager", "Escalation", "Incidents"])
def test_a_link_that_says_so_leads_to_the_people_on_call(title: str) -> None:
    found = with_links(("Docs", "https://d.example"), (title, "https://p.example")).on_call_link
    assert found is not None
    assert found.url == "https://p.example"


def test_no_other_link_does() -> None:
    assert with_links(("Console", "https://c.example"), ("Package", "https://p.example")).on_call_link is None


def test_pagerdutys_annotation_leads_there_unless_it_is_no_id() -> None:
    def link(value: str) -> str:
        found = Body({"metadata": {"annotations": {"pagerduty.com/service-id": value}}}).on_call_link
        return found.url if found else ""

    assert link("PABC123") == "https://app.pagerduty.com/service-directory/PABC123"
    assert link("../evil") == ""


def test_a_link_without_a_title_is_called_by_its_address() -> None:
    assert Body({"metadata": {"links": [{"url": "https://a.example"}]}}).links[0].title == "https://a.example"


def test_thousands_of_links_are_cut() -> None:
    assert len(with_links(*[("x", "https://a.example")] * 5000).links) == LINKS_SHOWN


def test_refs_in_a_relation() -> None:
    relations = '[{"type":"providesApi","targetRef":"api:default/a"},{"type":"ownedBy","targetRef":"group:default/b"}]'
    assert read_related(relations, "providesApi") == ["api:default/a"]

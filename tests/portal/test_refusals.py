"""What is refused before any view is asked has the form of what was asked for."""

from __future__ import annotations

import pytest
from django.test import Client

FOREIGN = {"host": "evil.example"}


def test_a_foreign_host_is_a_problem_in_our_api(client: Client) -> None:
    answer = client.get("/api/v1/entities", headers=FOREIGN)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["instance"] == "/api/v1/entities"
    assert "BAILIWICK_ALLOWED_HOSTS" in answer.json()["detail"]


def test_a_foreign_host_is_an_error_of_backstages_form_in_its_api(client: Client) -> None:
    answer = client.get("/api/catalog/entities?limit=1", headers=FOREIGN)
    assert answer.status_code == answer.json()["response"]["statusCode"] == 400
    assert answer.json()["error"]["name"] == "InputError"
    assert answer.json()["request"]["url"] == "/entities?limit=1"


@pytest.mark.django_db
def test_a_foreign_host_is_a_page_elsewhere(client: Client) -> None:
    answer = client.get("/sign-in", headers=FOREIGN)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "evil.example" not in answer.text

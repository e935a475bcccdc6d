"""Machines are told from people without ever taking a person's work away."""

import pytest

from scoring.core.bots import is_bot

BOTS = [
    ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
    ("dependabot", "support@github.com"),
    ("Renovator[bot]", "team@example.org"),
    ("GitHub Actions", "ci@example.org"),
    ("someone", "41898282+github-actions[bot]@users.noreply.github.com"),
    ("semantic-release-bot", "semantic-release-bot@martynus.net"),
    (" snyk-bot ", "SNYK-BOT@snyk.io"),
]
PEOPLE = [
    ("travis", "travis@example.org"),
    ("Travis Oliphant", "travis@example.org"),
    ("Abbot", "abbot@example.org"),
    ("Bot", "bot@example.org"),
    ("Jenkins", "sam.jenkins@example.org"),
    ("Robot Enthusiast", "robo@example.org"),
    ("Renovate the World", "hello@example.org"),
    ("[bot] fan", "fan@example.org"),
    ("Ada", "builds@example.org"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "email"), BOTS)
def test_machines_are_machines(name: str, email: str) -> None:
    assert is_bot(name, email)


@pytest.mark.parametrize(("name", "email"), PEOPLE)
def test_people_stay_people(name: str, email: str) -> None:
    assert not is_bot(name, email)

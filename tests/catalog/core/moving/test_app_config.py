"""Where a Backstage's entities come from, told from its configuration."""

from __future__ import annotations

import pytest

from catalog.core.moving.app_config import AppConfigError, read_app_config
from catalog.core.moving.places import FoundPlace

CONFIG = b"""
app: {title: Shop}
catalog:
  rules: [{allow: [Component]}]
  locations:
    - type: url
      target: https://github.com/acme/org/blob/main/all.yaml
      rules: [{allow: [Group, User]}]
    - {type: file, target: ../../examples/entities.yaml}
    - {target: ''}
    - nonsense
  providers:
    github:
      acme: {organization: acme, catalogPath: /catalog-info.yaml, schedule: {frequency: {minutes: 30}}}
      other: {organization: other}
    gitlab: {host: gitlab.example.org, group: shop/teams, branch: main}
    githubOrg:
      - {id: x, githubUrl: https://github.com, orgs: [acme, other]}
    ldapOrg: {}
"""


def test_locations_and_providers_are_read() -> None:
    assert read_app_config(CONFIG) == [
        FoundPlace("url", "https://github.com/acme/org/blob/main/all.yaml"),
        FoundPlace("file", "../../examples/entities.yaml"),
        FoundPlace("github", "organization acme", is_registered=False),
        FoundPlace("github", "organization other", is_registered=False),
        FoundPlace("gitlab", "host gitlab.example.org, group shop/teams", is_registered=False),
        FoundPlace("githubOrg", "orgs acme, other", is_registered=False),
        FoundPlace("ldapOrg", "(all it can see)", is_registered=False),
    ]


@pytest.mark.parametrize("content", [b"", b"- a", b"catalog:", b"catalog: [", b"app: {}", b"\xff\xfe", b"{" * 1000])
def test_what_is_no_configuration_is_one_error(content: bytes) -> None:
    with pytest.raises(AppConfigError):
        read_app_config(content)


@pytest.mark.parametrize("catalog", [b"{}", b"{locations: x, providers: y}", b"{locations: {a: 1}, providers: [1]}"])
def test_a_catalog_of_another_form_names_no_places(catalog: bytes) -> None:
    assert read_app_config(b"catalog: " + catalog) == []

"""`manage.py scan` as a person and as a script meets it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.models import AuditEvent
from tests.repositories import Clones, component, group

pytestmark = pytest.mark.django_db(transaction=True)

USER = "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata:\n  name: ada\nspec:\n  memberOf: [shop]\n"


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and standard output."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("scan", *arguments, stdout=out)
    return int(ended.value.code or 0), out.getvalue()


@pytest.fixture
def company(clones: Clones) -> Clones:
    clones.commit("org", {"catalog-info.yaml": group("shop") + "---\n" + USER})
    clones.commit("cart", {"catalog-info.yaml": component("cart")})
    clones.commit("lost", {"catalog-info.yaml": component("lost", owner="nobody")})
    return clones


def test_the_table_names_what_nobody_owns(company: Clones) -> None:
    status, text = run(str(company.root))
    assert status == 0
    assert "Nobody owns it: 1" in text
    assert "Owner unknown to the catalog  1" in text
    assert "repositories  3" in text


def test_json_is_for_scripts(company: Clones) -> None:
    status, text = run(str(company.root), "--format", "json")
    read = json.loads(text)
    assert status == 0
    assert (read["repositories"], read["services"], read["teams"]) == (3, 2, 1)
    assert read["orphans"]["owner-is-known-team"] == 1
    assert read["errors"] == {}


def test_the_exit_status_says_what_a_script_wants_to_know(company: Clones) -> None:
    assert run(str(company.root), "--fail-on", "orphans")[0] == 1
    company.commit("cart", {"catalog-info.yaml": "kind: ["})
    assert run(str(company.root))[0] == 1
    assert run(str(company.root), "--fail-on", "never")[0] == 0


def test_a_folder_that_becomes_a_source_is_in_the_audit_trail_once(company: Clones) -> None:
    run(str(company.root))
    run(str(company.root))
    (event,) = AuditEvent.objects.all()
    assert (event.actor_ref, event.action) == ("command", "source-added")
    assert event.detail == {"location": str(company.root)}


def test_without_folders_all_known_sources_are_scanned(company: Clones) -> None:
    run(str(company.root))
    company.commit("new", {"catalog-info.yaml": component("new")})
    assert json.loads(run("--format", "json")[1])["services"] == 3


def test_a_folder_without_clones_is_told_apart_from_a_good_one(clones: Clones) -> None:
    assert run(str(clones.root))[0] == 3


def test_a_wrong_folder_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="not a folder") as refused:
        call_command("scan", "/no/such/folder")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="name a folder"):
        call_command("scan")


def test_without_any_group_unknown_does_not_look_like_fine(clones: Clones) -> None:
    clones.commit("cart", {"catalog-info.yaml": component("cart")})
    text = run(str(clones.root))[1]
    assert "not the same as fine" in text
    assert "No Group was found" in text

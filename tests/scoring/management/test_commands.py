"""The commands of scoring."""

from __future__ import annotations

from io import StringIO

import orjson
import pytest
from django.core.management import call_command

from scoring.core.check_docs import render_docs, to_markdown
from scoring.core.registry import get_checks
from scoring.management.commands.checks import DOCS
from tests.scoring.factories import NOW, TIP, make_activity, make_entity, make_origin, make_person, make_team


def call(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def shop(db: None) -> None:
    origin = make_origin(scanned_at=NOW)
    make_team("shop", make_person("ada"))
    make_entity("cart", "shop", origin=origin, lifecycle="experimental")  # nobody has to be on call for it
    make_entity("till", "", origin=origin)
    make_activity(origin, "cart", "ada", 12)


def test_docs_say_what_the_checks_say() -> None:
    assert DOCS.read_text(encoding="utf-8") == render_docs(get_checks().values()), "run: manage.py checks --write-docs"


def test_a_docstring_becomes_markdown() -> None:
    text = "Set ``spec.owner``::\n\n    spec:\n      owner: a\n\nThen scan."
    assert to_markdown(text) == "Set `spec.owner`:\n\n```yaml\nspec:\n  owner: a\n```\n\nThen scan."
    assert to_markdown("Set it::\n\n    owner: a") == "Set it:\n\n```yaml\nowner: a\n```"


def test_checks_are_listed_with_their_titles() -> None:
    lines = [line.split(maxsplit=1) for line in call("checks").splitlines()]
    assert ["owner-is-declared", "Owner is declared."] in lines
    assert len(lines) == len(get_checks())
    listed = {check["id"]: check for check in orjson.loads(call("checks", "--format", "json"))}
    assert listed.keys() == get_checks().keys()
    assert listed["owner-is-declared"]["How to fix"]


def test_score_says_what_it_found(shop: None) -> None:
    output = call("score")
    assert "owner-is-declared: Nobody is named as the owner of the Component till." in output
    assert "  0  orphaned   100 % known  component:default/till" in output
    assert "2 entities judged: 1 open findings, 1 new, 0 resolved; 0 answers unknown." in output


def test_score_as_json_has_evidence_and_points(shop: None) -> None:
    document = orjson.loads(call("score", "--format", "json"))
    (finding,) = document["findings"]
    assert (finding["check"], finding["evidence"][0]["commit"]) == ("owner-is-declared", TIP)
    scores = {score["subject"]: score for score in document["scores"]}
    assert scores["component:default/cart"]["value"] == 100
    assert scores["component:default/cart"]["points"][0]["check_id"] == "owner-is-declared"
    assert document["run"] == {"entities": 2, "opened": 1, "resolved": 0, "unknown": 0}


def test_strict_ends_with_status_1_where_there_are_findings(shop: None) -> None:
    with pytest.raises(SystemExit) as exit_info:
        call("score", "--strict")
    assert exit_info.value.code == 1


@pytest.mark.django_db
def test_strict_ends_well_where_there_are_none() -> None:
    assert "0 open findings" in call("score", "--strict")

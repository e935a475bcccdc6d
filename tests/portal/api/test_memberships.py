"""Members of a team by script: leads decide, members read, tokens never do more than their owner and their scopes."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.access import PERMISSIONS, Role, Scope
from catalog.models import PendingChange
from portal.models import AuditEvent
from teams.models import Membership, MembershipDecision
from tests.portal.api.world import Script, make_script
from tests.portal.organisation import Named, Organisation
from tests.portal.views.cases import declare_people

ROLES = {
    "owner": Role.MEMBER,
    "teammate": Role.MEMBER,
    "lead": Role.LEAD,
    "outsider": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}
MEMBERS = "/teams/default/shop/members"
DECISION: dict[str, Any] = {"person": "otto", "says": "member", "reason": "He helps out."}


@pytest.fixture(autouse=True)
def _files(world: Organisation, owner: Named, teammate: Named, lead: Named, outsider: Named) -> None:
    """Olga and Tom are in Shop, Lena leads it, Otto is in Money: by files. What was decided before is gone."""
    MembershipDecision.objects.all().delete()
    declare_people()


def write(someone: Named, *scopes: Scope) -> Script:
    return make_script(someone.account, scopes or (Scope.READ, Scope.WRITE))


@pytest.mark.parametrize("name", ROLES)
def test_who_may_decide_and_withdraw_is_what_the_table_says(
    request: pytest.FixtureRequest, lead: Named, name: str
) -> None:
    script = write(request.getfixturevalue(name))
    may = ROLES[name] in PERMISSIONS["membership", "decide"]
    events = AuditEvent.objects.filter(action__startswith="membership-")
    answer = script.send("POST", MEMBERS, DECISION)
    assert answer.status_code == (201 if may else 403), answer.content
    made = write(lead).send("POST", MEMBERS, DECISION | {"person": "tom", "says": "out"}).json()
    assert script.get(made["href"]).status_code == 200, "everybody reads what was decided"
    assert script.send("DELETE", made["href"]).status_code == (204 if may else 403)
    assert events.count() == (3 if may else 1)


def test_what_was_decided_reaches_everybody_at_once(lead: Named) -> None:
    made = write(lead).send("POST", MEMBERS, DECISION).json()
    assert not PendingChange.objects.exists()
    assert write(lead).send("DELETE", made["href"]).status_code == 204
    assert not PendingChange.objects.exists()


def test_a_token_that_may_only_read_or_only_write_decides_nothing(lead: Named) -> None:
    for scopes in ((Scope.READ,), (Scope.WRITE,)):
        assert write(lead, *scopes).send("POST", MEMBERS, DECISION).status_code == 403
    assert not MembershipDecision.objects.exists()


def test_what_was_decided_stands_beside_what_files_say(lead: Named, owner: Named) -> None:
    answer = write(lead).send("POST", MEMBERS, DECISION | {"person": "user:default/tom", "says": "lead"})
    made = answer.json()
    assert answer.headers["Location"] == made["href"]
    assert (made["says"], made["files_say"], made["holds"]) == ("lead", "member", True)
    assert made["decided_by_name"] == "lena, by a script"
    tom, *_ = [row for row in write(owner).read(MEMBERS)["results"] if row["ref"] == "user:default/tom"]
    assert (tom["is_lead"], tom["files_say"], tom["decision"]["id"]) == (True, "member", made["id"])
    assert write(lead).send("DELETE", made["href"]).status_code == 204
    assert write(lead).send("DELETE", made["href"]).status_code == 409
    assert not Membership.objects.get(person__name="tom", until=None).is_lead
    assert write(owner).read(f"{MEMBERS}/decisions", {"holds": "true"})["results"] == []
    (kept,) = write(owner).read(f"{MEMBERS}/decisions")["results"]
    assert kept["end_reason"] == "Withdrawn through the API."


@pytest.mark.parametrize(
    ("more", "status", "place"),
    [
        ({"says": "boss"}, 400, "says"),
        ({"person": "nobody"}, 400, "person"),
        ({"person": "a b"}, 400, "person"),
        ({"person": "user:default/vaughn-vault"}, 400, "person"),
        ({"from_date": "soon"}, 400, "from_date"),
        ({"reason": ["x"]}, 400, "reason"),
        ({"reason": None}, 400, "reason"),
        ({"reason": " "}, 409, ""),
        ({"until_date": "2020-01-01"}, 409, ""),
    ],
)
def test_what_cannot_be_is_refused(
    lead: Named, world: Organisation, more: dict[str, Any], status: int, place: str
) -> None:
    world.hidden_origin.source.readers.all().delete()  # type: ignore[union-attr]
    answer = write(lead).send("POST", MEMBERS, DECISION | more)
    assert answer.status_code == status, answer.content
    assert [each["parameter"] for each in answer.json().get("errors", [])] == ([place] if place else [])
    assert not MembershipDecision.objects.exists()

"""Who may decide what: every decision by every named person, as the table of permissions says; and by no script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog.core.access import PERMISSIONS, Action, ObjectKind, Role, Scope
from catalog.models import Claim, DescriptorChoice, Keeping, Rename
from portal.actions.tokens import make_token
from portal.models import AuditEvent
from scoring.models import Exemption
from teams.models import Membership
from tests.portal.organisation import Named, Organisation, sign_in
from tests.portal.views.cases import NEW, OLD, PAY, Cases, declare_people, make_cases
from tests.scoring.factories import NOW

WHY = "Because we agreed."
UNTIL = f"{(timezone.now() + timedelta(days=30)).date()}"
#: each named person's role towards the team Shop, which all the cases belong to
ROLES = {
    "owner": Role.MEMBER,
    "teammate": Role.MEMBER,
    "lead": Role.LEAD,
    "outsider": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}
Post = Callable[[Named, Cases], int]


def post(named: Named, url: str, **data: str) -> int:
    return named.client.post(url, {"reason": WHY, **data}).status_code


def choose(named: Named, cases: Cases) -> int:
    return post(named, "/conflicts/component/default/pay", descriptor=cases.contender())


def undo_choice(named: Named, cases: Cases) -> int:
    row = cases.looks.descriptor("second", PAY)
    DescriptorChoice.objects.create(
        ref=PAY, origin=row.origin, origin_name="second", path=row.path, doc_index=0, reason=WHY, decided_at=NOW,
        decided_by_ref="account:0",
    )  # fmt: skip
    return post(named, "/conflicts/component/default/pay/withdraw")


def bring_back(named: Named, cases: Cases) -> int:
    return post(named, "/removed/component/default/gone-service")


def let_go(named: Named, cases: Cases) -> int:
    assert bring_back(sign_in("chief", is_staff=True), cases) == 302
    return post(named, f"/kept/{Keeping.objects.get().pk}/let-go")


def add_rename(named: Named, cases: Cases) -> int:
    return post(named, "/renames/add", old_ref="component:default/ancient", new_ref=NEW)


def confirm_rename(named: Named, cases: Cases) -> int:
    return post(named, f"/renames/{cases.rename.pk}/confirm")


def decline_rename(named: Named, cases: Cases) -> int:
    return post(named, f"/renames/{cases.rename.pk}/decline")


def undo_rename(named: Named, cases: Cases) -> int:
    Rename.objects.filter(pk=cases.rename.pk).update(state="confirmed", basis="person")
    return post(named, f"/renames/{cases.rename.pk}/withdraw")


def decide_owner(named: Named, cases: Cases) -> int:
    return post(named, f"/owner-decisions/add?subject={PAY}", team_ref="group:default/shop")


def undo_owner(named: Named, cases: Cases) -> int:
    assert decide_owner(sign_in("chief", is_staff=True), cases) == 302
    claim = Claim.objects.get(basis="person", ended_at=None)
    return post(named, f"/owner-decisions/{claim.pk}/withdraw")


def exempt(named: Named, cases: Cases) -> int:
    return post(named, f"/findings/{cases.finding.pk}/exempt", until_date=UNTIL)


def undo_exemption(named: Named, cases: Cases) -> int:
    assert exempt(sign_in("chief", is_staff=True), cases) == 302
    return post(named, f"/findings/{cases.finding.pk}/exemptions/{Exemption.objects.get().pk}/withdraw")


DECISIONS: tuple[tuple[ObjectKind, Post], ...] = (
    ("conflict", choose),
    ("conflict", undo_choice),
    ("removal", bring_back),
    ("removal", let_go),
    ("rename", add_rename),
    ("rename", confirm_rename),
    ("rename", decline_rename),
    ("rename", undo_rename),
    ("ownership", decide_owner),
    ("ownership", undo_owner),
    ("finding", exempt),
    ("finding", undo_exemption),
)


@pytest.fixture
def cases(org: Organisation) -> Cases:
    return make_cases(org)


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize(("kind", "decide"), DECISIONS, ids=[decide.__name__ for _, decide in DECISIONS])
def test_who_may_decide_is_what_the_table_says(
    request: pytest.FixtureRequest, cases: Cases, person: str, kind: ObjectKind, decide: Post
) -> None:
    named: Named = request.getfixturevalue(person)
    declare_people()
    action: Action = "decide"
    may = ROLES[person] in PERMISSIONS[kind, action]
    before = AuditEvent.objects.filter(actor_ref=f"account:{named.account.pk}").count()
    assert decide(named, cases) == (302 if may else 403)
    after = AuditEvent.objects.filter(actor_ref=f"account:{named.account.pk}").count()
    assert after - before == (1 if may else 0), "what was decided is in the audit trail, and what was refused is not"


@pytest.mark.parametrize(("kind", "decide"), DECISIONS, ids=[decide.__name__ for _, decide in DECISIONS])
def test_a_script_decides_nothing_whatever_its_token(
    administrator: Named, cases: Cases, kind: ObjectKind, decide: Post
) -> None:
    """A decision has a person's name: a token with every right is sent to the sign-in page."""
    _, text = make_token(administrator.account, "all", list(Scope), None)
    script = Named(administrator.account, Client(headers={"Authorization": f"Bearer {text}"}))
    events = AuditEvent.objects.count()
    assert decide(script, cases) == 302
    made = list(AuditEvent.objects.order_by("pk")[events:])
    assert not [each for each in made if each.actor_ref in (f"account:{administrator.account.pk}", "token:1")]


def test_what_a_team_is_called_and_whether_it_is_there_is_for_administrators(
    cases: Cases, lead: Named, administrator: Named
) -> None:
    """Whoever leads a team must not bring back, rename or redeclare teams: rights hang on them."""
    lost = "/removed/group/default/lost"
    rename = {"old_ref": "group:default/lost", "new_ref": "group:default/shop"}
    assert post(lead, lost) == 403
    assert post(lead, "/renames/add", **rename) == 403
    assert post(administrator, "/renames/add", **rename) == 302
    assert post(administrator, lost) == 302


def test_a_lead_of_the_other_team_involved_may_decide_a_conflict(cases: Cases, outsider: Named) -> None:
    Membership.objects.filter(person__name="otto").update(is_lead=True)
    assert choose(outsider, cases) == 302


def test_a_lead_claims_for_their_own_team_alone(cases: Cases, lead: Named) -> None:
    url = f"/owner-decisions/add?subject={PAY}"
    assert b"group:default/money" not in lead.client.get(url).content
    assert post(lead, url, team_ref="group:default/money") == 200, "it is no team to choose from"
    assert not Claim.objects.filter(basis="person").exists()


def test_whoever_decided_an_owner_may_take_it_back(cases: Cases, lead: Named) -> None:
    assert decide_owner(lead, cases) == 302
    Membership.objects.filter(person__name="lena").update(is_lead=False)
    assert post(lead, f"/owner-decisions/{Claim.objects.get(basis='person').pk}/withdraw") == 302


HIDDEN = (
    "/conflicts/component/default/vault",
    "/removed/component/default/vault",
    "/owner-decisions/add?subject=component:default/vault",
    "/owner-decisions/add?subject=repository:{hidden}",
    "/findings/{finding}/exempt",
)


@pytest.mark.parametrize("url", HIDDEN)
def test_an_outsider_gets_404_for_what_is_hidden(org: Organisation, outsider: Named, url: str) -> None:
    address = url.format(hidden=org.hidden_origin.pk, finding=org.hidden_finding.pk)
    assert outsider.client.get(address).status_code == 404
    assert outsider.client.post(address, {"reason": WHY}).status_code == 404


NOT_THERE = (
    "/conflicts/component/default/cart",
    "/conflicts/component/default/nope",
    "/conflicts/x/y/%00",
    "/removed/component/default/cart",
    "/removed/x/y/%00",
    "/owner-decisions/add",
    "/owner-decisions/add?subject=user:default/olga",
    "/owner-decisions/add?subject=%00",
    "/owner-decisions/add?subject=repository:x",
    "/findings/999999/exempt",
)


@pytest.mark.parametrize("url", NOT_THERE)
def test_what_is_not_there_is_not_found(org: Organisation, administrator: Named, url: str) -> None:
    assert administrator.client.get(url).status_code == 404
    assert administrator.client.post(url, {"reason": WHY}).status_code == 404


POSTED = ("/renames/999999/confirm", "/renames/999999/decline", "/renames/999999/withdraw", "/kept/999999/let-go")


@pytest.mark.parametrize("url", [*POSTED, "/owner-decisions/999999/withdraw"])
def test_what_is_only_posted_is_not_there_either(org: Organisation, administrator: Named, url: str) -> None:
    assert administrator.client.get(url).status_code == 405
    assert administrator.client.post(url, {"reason": WHY}).status_code == 404


def test_nothing_is_decided_without_a_reason(cases: Cases, administrator: Named) -> None:
    client = administrator.client
    forms = {
        "/conflicts/component/default/pay": {"descriptor": cases.contender()},
        "/removed/component/default/gone-service": {},
        "/renames/add": {"old_ref": OLD, "new_ref": NEW},
        f"/owner-decisions/add?subject={PAY}": {"team_ref": "group:default/shop"},
        f"/findings/{cases.finding.pk}/exempt": {"until_date": UNTIL},
    }
    for url, data in forms.items():
        for reason in ("", "  ", "x" * 2001):
            response = client.post(url, {**data, "reason": reason})
            assert (response.status_code, b"bw-field-error" in response.content) == (200, True), url
    client.post(f"/renames/{cases.rename.pk}/confirm", {"reason": " "})
    assert AuditEvent.objects.filter(actor_ref=f"account:{administrator.account.pk}").count() == 0

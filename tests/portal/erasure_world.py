"""A company in which one person is everywhere: in files and commits, and in rows of every kind.

Zelda Marquand is `user:default/zz.marquand`; every text that names her holds one of `MARKS`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum

from catalog.actions.work import deliver_all
from catalog.models import (
    AddedAlias,
    Alias,
    ChangeLog,
    Claim,
    DescriptorChoice,
    Keeping,
    Origin,
    PersonMerge,
    Rename,
    Scan,
    ScanJob,
    Source,
)
from catalog.models.clock import database_now
from portal.actions.audit import record_event
from portal.models import Account, Feed
from scoring.core.reports.state import OpenGroup, ReportedFinding, ScopeState
from scoring.models import (
    AuthorActivity,
    Exemption,
    FactState,
    Finding,
    FindingEvent,
    ReportDelivery,
    ReportState,
    Score,
    ScoringRun,
    TicketActivity,
    Unknown,
)
from teams.core.oncall.imported import write_imported
from teams.core.oncall.model import Shift
from teams.models import Membership, MembershipDecision, OnCallSource, Override, Person, Schedule, Team
from tests.repositories import Clones, component

REF = "user:default/zz.marquand"
MARKS = ("marquand", "zelda", "zmarq", "old-zed")
EMAIL, OLD_EMAIL = "zelda.marquand@example.org", "old-zed@home.example.org"
NOREPLY = "12345+zmarq7@users.noreply.github.com"
NAMED = f"Ask Zelda Marquand <{EMAIL}> ({REF}, @zmarq7)."
WEEK = "2026-W10"

USER = f"""\
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: zz.marquand
  description: Zelda likes tea
  links: [{{url: "https://example.org/~zmarq7"}}]
  annotations: {{github.com/user-login: zmarq7, bailiwick.dev/emails: {OLD_EMAIL}}}
spec:
  profile: {{displayName: Zelda Marquand, email: {EMAIL}, picture: "https://example.org/zelda.png"}}
  memberOf: [shop]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {{name: bo}}
spec:
  profile: {{displayName: Bo Bee, email: bo@example.org}}
  memberOf: [shop]
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {{name: shop, annotations: {{bailiwick.dev/lead: zz.marquand}}, description: Zelda Marquand's team}}
spec: {{type: team, children: [], members: [zz.marquand], profile: {{email: shop@example.org}}}}
"""
ON_CALL = """\
kind: Schedule
name: shop
owner: shop
time_zone: Europe/Berlin
layers:
  - participants: [[zz.marquand], [bo]]
    rotation: {start: 2026-01-05T09:00, unit: day, length: 1}
"""
TEAM_API = f"""\
apiVersion: teamapi/v1
kind: TeamApi
team: group:default/shop
updated: 2026-03-01
identity: {{focus: "{NAMED}"}}
owns:
  - {{ref: "component:default/cart"}}
"""


def scan(clones: Clones) -> None:
    """Read everything anew and judge it, as `manage.py scan` does."""
    with pytest.raises(SystemExit):
        call_command("scan", str(clones.root), stdout=StringIO(), stderr=StringIO())
    deliver_all()


def commit_as(clones: Clones, name: str, email: str, files: dict[str, Any], message: str = "SHOP-12 change") -> None:
    who = {"GIT_AUTHOR_NAME": "Zelda Marquand", "GIT_AUTHOR_EMAIL": email}
    clones.commit(name, files, message, **who, GIT_COMMITTER_NAME="Zelda Marquand", GIT_COMMITTER_EMAIL=email)


def make_company(clones: Clones) -> None:
    """Repositories, scanned and judged."""
    clones.commit("org", {"people/zz.marquand.yaml": USER, "catalog-info.yaml": "", "team-api.yaml": TEAM_API})
    clones.commit("org", {"catalog-info.yaml": USER, "people/zz.marquand.yaml": None})
    clones.commit("shop", {"oncall.yaml": ON_CALL, "CODEOWNERS": "* @zmarq7\n"})
    cart = component("cart").replace("metadata:\n", f'metadata:\n  description: "{NAMED}"\n')
    commit_as(clones, "shop", EMAIL, {"cart/catalog-info.yaml": cart})
    for number, email in enumerate((EMAIL, EMAIL.title(), OLD_EMAIL, NOREPLY)):
        commit_as(clones, "shop", email, {f"cart/{number}.py": f"{number}"})
    clones.commit("shop", {"cart/bo.py": ""}, GIT_AUTHOR_NAME="Bo", GIT_AUTHOR_EMAIL="bo@example.org")
    scan(clones)


def fill_tables() -> None:
    """What a scan does not write: what people decided, sent and were told."""
    now, origin, team = database_now(), Origin.objects.get(name="shop"), Team.objects.get(name="shop")
    _fill_accounts(now)
    _fill_decisions(now, origin, team)
    _fill_catalog(now, origin)
    _fill_scoring(now, team)
    _fill_on_call(now)


def _fill_accounts(now: datetime) -> None:
    account = Account.objects.create_user("zz.marquand", EMAIL, "x", first_name="Zelda", last_name="Marquand")
    Account.objects.filter(pk=account.pk).update(person_ref=REF, is_staff=True)
    account.tokens.create(name="zelda's laptop", prefix="p", digest="d", created_at=now)
    Feed.objects.create(
        account=account, subject_ref=REF, title="Zelda Marquand", digest="d", created_at=now, changed_at=now,
        published=[{"summary": "Zelda Marquand"}],
    )  # fmt: skip
    record_event("account:1", "account-changed", REF, name="Zelda Marquand", list=[EMAIL, {EMAIL: OLD_EMAIL}])


def _fill_decisions(now: datetime, origin: Origin, team: Team) -> None:
    person = Person.objects.get(ref=REF)
    said: dict[str, Any] = {"reason": NAMED, "end_reason": NAMED, "decided_at": now, "decided_by_ref": "account:1"}
    Membership.objects.create(
        team=team, person=person, since=now - timedelta(days=900), until=now - timedelta(days=800)
    )
    MembershipDecision.objects.create(team=team, person=person, says="lead", **said)
    AddedAlias.objects.create(entity_ref=REF, scheme="email", value="zelda@old-zed.example.org", **said)
    DescriptorChoice.objects.create(
        ref=REF, origin=origin, origin_name="org", path="zz.marquand.yaml", doc_index=0, **said
    )
    Rename.objects.create(old_ref="user:default/old-zed", new_ref=REF, basis="person", seen_at=now, **said)
    Alias.objects.create(scheme="ref", value="user:default/old-zed", entity_ref=REF, valid_from=now)
    PersonMerge.objects.create(first_ref="user:default/aa", second_ref=REF, state="declined", seen_at=now, **said)
    Keeping.objects.create(ref=REF, origin=origin, until=now, ended_at=now, **said)


def _fill_catalog(now: datetime, origin: Origin) -> None:
    ChangeLog.objects.create(
        subject_ref=REF, action="changed", fields={"spec.profile.email": [OLD_EMAIL, EMAIL]}, actor_ref="scan", at=now
    )
    Claim.objects.create(
        subject_ref="component:default/cart", basis="person", scope=f"subject:{REF}", owner_text="@zmarq7",
        evidence={"kind": "decision", "says": NAMED, "decided_by": "account:1", "decided_at": now.isoformat()},
        first_seen_at=now, last_seen_at=now, ended_at=now,
    )  # fmt: skip
    Scan.objects.create(origin=origin, started_at=now, finished_at=now, error=NAMED)
    ScanJob.objects.update(last_error=NAMED)
    Source.objects.update(list_error=NAMED)


def _fill_scoring(now: datetime, team: Team) -> None:
    evidence = [{"kind": "people", "says": NAMED, "people": [{"ref": REF, "name": "Zelda Marquand", "note": EMAIL}]}]
    finding = Finding.objects.create(
        check_id="people-on-call-are-here", subject_ref="schedule:default/shop", subject_kind="schedule", key=REF,
        sentence=NAMED, remedy=NAMED, evidence=evidence, opened_at=now, last_failed_at=now, state="resolved",
        resolved_at=now,
    )  # fmt: skip
    FindingEvent.objects.create(finding=finding, event="opened", actor_ref="system", note=NAMED, at=now)
    Exemption.objects.create(
        check_id="claims-agree", subject_ref=REF, reason=NAMED, until_date=date(2026, 1, 1), decided_by_ref="account:1",
        decided_at=now, withdrawal_reason=NAMED, key=EMAIL,
    )  # fmt: skip
    Unknown.objects.create(check_id="claims-agree", subject_ref=REF, reason=NAMED, since=now)
    Score.objects.create(
        subject_ref=REF, scorecard="s", value=1, level="l", completeness=1, points=[{"sentence": NAMED}],
        computed_at=now,
    )  # fmt: skip
    ScoringRun.objects.create(state="failed", error=NAMED, requested_at=now)
    FactState.objects.update(error=NAMED)
    _fill_reports(now, finding, team)


def _fill_reports(now: datetime, finding: Finding, team: Team) -> None:
    source = Source.objects.get()
    told = ReportedFinding(
        id=finding.pk, check_id=finding.check_id, source_id=source.pk, subject_ref=REF, team_ref=team.ref,
        sentence=NAMED, remedy=NAMED, opened_at=now,
    )  # fmt: skip
    open_now = (OpenGroup(finding.check_id, source.pk, (finding.pk,)),)
    state = ScopeState(scope="organisation", name="All", as_of=now, judged_at=now, open=open_now, told=(told,))
    ReportState.objects.create(week=WEEK, scope="organisation", state=state.to_json(), frozen_at=now)
    ReportDelivery.objects.create(
        week=WEEK, scope="organisation", recipient=EMAIL, message_id="1", error=NAMED, due_at=now
    )


def _fill_on_call(now: datetime) -> None:
    calendar = f"BEGIN:VCALENDAR\r\nSUMMARY:Zelda Mar\r\n quand\r\nATTENDEE:mailto:{EMAIL}\r\nEND:VCALENDAR\r\n"
    imported = OnCallSource.objects.create(
        kind="ical-file", name="nights", content=calendar, file_name="zz.marquand.ics", added_by="account:1",
        added_at=now, error=NAMED, unmatched=[{"name": "Zelda Marquand", "shifts": 3}], title="Zelda Marquand",
    )  # fmt: skip
    shift = Shift(now, now + timedelta(hours=8), (REF, "Zelda Marquand"))
    Schedule.objects.create(
        kind="ical-file", source=imported, vendor_id="calendar", zone="UTC", ref="schedule:default/nights",
        title="Zelda Marquand", problem=NAMED, first_seen_at=now, changed_at=now,
        imported=write_imported(now, now + timedelta(days=1), [shift]),
    )  # fmt: skip
    Override.objects.create(
        schedule_ref="schedule:default/shop", mode="swap", start=now, end=now + timedelta(hours=1), people=[REF],
        replaces=REF, reason=NAMED, made_at=now, made_by_ref="account:1", undone_at=now,
    )  # fmt: skip


def walk_tables(marks: tuple[str, ...] = MARKS) -> dict[str, int]:
    """The tables of the database, whoever made them, that hold a mark, with the number of such rows."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a table's own name
            number = sum(any(mark in _text(row) for mark in marks) for row in cursor.fetchall())
            if number:
                found[table] = number
    return found


def _text(row: tuple[Any, ...]) -> str:
    parts = [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return " ".join(parts).casefold()


def sum_up() -> dict[str, Any]:
    """What must be the same before and after: work by team and day, people in teams, shifts."""
    activity = AuthorActivity.objects.order_by().values_list("origin__name", "path_prefix", "day_date", "is_bot")
    tickets = TicketActivity.objects.order_by().values_list("ticket", "day_date")
    spans = Membership.objects.order_by("since", "pk").values_list("team__ref", "is_lead", "since", "until")
    return {
        "commits": sorted(activity.annotate(number=Sum("commits"))),
        "tickets": sorted(tickets.annotate(number=Sum("commits"))),
        "memberships": list(spans),
        "people": Person.objects.filter(left_at=None).count(),
        "findings": Finding.objects.filter(state="open").count(),
        "overrides": Override.objects.count(),
    }

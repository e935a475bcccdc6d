"""An organisation with an open and a restricted source, scanned and judged for real, and who asks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from catalog.actions.locations import register_location
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import deliver_all, work_due_jobs
from catalog.core.access import Scope
from catalog.models import Descriptor, Entity, PersonMerge, Source, SourceReader
from catalog.models.clock import database_now
from portal.access import build_actor
from portal.actions import decisions, schedules
from portal.actions.feeds import make_feed
from portal.actions.memberships import decide_membership
from portal.actions.merges import decline_merge
from portal.actions.ownership import decide_owner
from portal.actions.tokens import make_token
from portal.models import Account, Feed
from scoring.actions.everything import score_everything
from scoring.actions.reports import freeze_report
from scoring.models import Finding
from scoring.selectors.report_readers import get_organisation_readership, get_team_readership
from scoring.selectors.reports import get_week
from teams.core.membership import Decided, Standing
from teams.core.oncall.model import Mode
from teams.core.oncall.model import Override as Decision
from teams.models import OnCallSource, Person, Schedule, Team
from tests.portal.restricted.files import CLOSED, CLOSED_LATER, MARK, MOVED, OPEN, OPEN_LATER
from tests.repositories import Clones

CREW = f"group:default/{MARK}-crew"
WHY = f"Because of the {MARK}."
ZOE = {"GIT_AUTHOR_NAME": "Zoe", "GIT_AUTHOR_EMAIL": "zoe@example.org"}
MIA = {"GIT_AUTHOR_NAME": "Quokka Mia", "GIT_AUTHOR_EMAIL": f"{MARK}-mia@example.org"}
OLA = {"GIT_AUTHOR_NAME": "Ola", "GIT_AUTHOR_EMAIL": "ola@example.org"}
Files = Mapping[str, Mapping[str, str | None]]


@dataclass
class Asker:
    """A person with a browser and a script."""

    account: Account
    browser: Client
    script: Client

    def ask(self, address: str) -> Any:
        """The answer to a request, by the script where it is one to an API."""
        return (self.script if address.startswith("/api") else self.browser).get(address)

    def post(self, address: str, data: object) -> Any:
        """The answer to a question that is posted to an API."""
        return self.script.post(address, data, content_type="application/json")


@dataclass
class World:
    """The sources, and who asks: outsiders who may not see the restricted one, Rhea who may, and an administrator."""

    restricted: Source
    outsiders: dict[str, Asker]
    reader: Asker
    administrator: Asker
    feeds: dict[str, str]


def make_world(clones: Clones) -> World:
    """Everything, as two passes over both sources leave it, with what people decided in between."""
    open_clones, closed_clones = Clones(clones.root / "open"), Clones(clones.root / f"{MARK}-clones")
    opened, restricted = _begin(open_clones, closed_clones)
    _look(opened, restricted)
    register_location("https://example.org/all/catalog-info.yaml", "command", database_now())
    _import_calendar()
    chief = Account.objects.create_user("ann", password=None, is_staff=True)
    _commit(open_clones, {"gull": OPEN["gull"]})
    _commit(closed_clones, CLOSED_LATER)
    for _ in range(3):
        _commit(open_clones, OPEN_LATER)
        _look(restricted, opened)
    _decide(chief)
    deliver_all()
    score_everything(lambda _done, _of, _name: None)
    _exempt(chief)
    _report()
    outsiders = {name: make_asker(name, f"user:default/{name}") for name in ("ola", "otto")}
    outsiders["vera"] = make_asker("vera", "")
    feeds = _make_feeds(restricted, outsiders["ola"])
    reader = make_asker("rhea", "user:default/rhea")
    return World(restricted, outsiders, reader, make_asker("ann", "", chief), feeds)


def _make_feeds(restricted: Source, asker: Asker) -> dict[str, str]:
    """Feeds of somebody who could once see everything, and has read them; their secrets by subject."""
    was_reader = SourceReader.objects.create(source=restricted, team_ref="group:default/harbour")
    subjects = (f"schedule:default/{MARK}-nights", "schedule:default/harbour-nights", "user:default/ola")
    secrets = {ref: make_feed(asker.account, ref, database_now())[1] for ref in subjects}
    for secret in secrets.values():
        asker.ask(f"/feeds/{secret}/on-call.ics")
    was_reader.delete()
    Feed.objects.update(checked_at=None)  # a feed is made anew once a minute
    return secrets


def make_asker(name: str, person_ref: str, account: Account | None = None) -> Asker:
    """Somebody who can sign in and has a token."""
    account = account or Account.objects.create_user(name, password=None, person_ref=person_ref)
    browser = Client()
    browser.force_login(account)
    _, text = make_token(account, "script", list(Scope), None)
    return Asker(account, browser, Client(headers={"Authorization": f"Bearer {text}"}))


def _begin(open_clones: Clones, closed_clones: Clones) -> tuple[Source, Source]:
    """Both folders of clones with their histories, as sources."""
    _commit(open_clones, {name: files for name, files in OPEN.items() if name != "gull"})
    _commit(closed_clones, CLOSED | MOVED)
    for number in range(12):
        open_clones.commit("ferry", {"main.py": f"{number}"}, f"TIDE-{number % 3 + 1}: Row", **ZOE)
        closed_clones.commit(f"{MARK}-store", {f"{MARK}.py": f"{number}"}, f"QUOKKA-{number % 3 + 1}: Dig", **OLA)
    open_clones.commit("ferry", {"main.py": "x"}, "TIDE-1: Row on", **OLA)
    closed_clones.commit(f"{MARK}-store", {f"{MARK}.py": "y"}, "QUOKKA-1: Dig on", **MIA)
    open_clones.commit("pier", {"main.py": "x"}, "TIDE-2: Moor", **ZOE)
    now = database_now()
    opened = add_source(str(open_clones.root), "command", now)
    restricted = add_source(str(closed_clones.root), "command", now)
    Source.objects.filter(pk=restricted.pk).update(is_restricted=True)
    SourceReader.objects.create(source=restricted, team_ref="group:default/readers")
    return opened, restricted


def _commit(clones: Clones, repositories: Files) -> None:
    for name, files in repositories.items():
        clones.commit(name, dict(files), f"Describe {name}")
        if not clones.git(name, "remote"):
            clones.git(name, "remote", "add", "origin", f"https://github.com/acme/{name}.git")


def _look(*sources: Source) -> None:
    """List and read the sources, one after the other: what is seen first is in force."""
    for source in sources:
        list_source(source.pk, database_now(), by_person=True)
        work_due_jobs(lambda _done, _of, _name: None)


def _decide(account: Account) -> None:
    """What people say: about a restricted schedule, names, what counts, what stays, and an owner."""
    chief, now = build_actor(account), int(timezone.now().timestamp())
    night = Schedule.objects.get(ref=f"schedule:default/{MARK}-nights")
    for row in (night, Schedule.objects.get(ref="schedule:default/harbour-nights")):
        mia = frozenset({f"user:default/{MARK}-mia"})
        schedules.add_override(chief, row, Decision(Mode.ADD, now, now + 3600, mia), WHY if row == night else "Help")
    decisions.rename(chief, f"component:default/{MARK}-ancient", f"component:default/{MARK}-store", WHY)
    gull = Descriptor.objects.get(ref="component:default/gull", origin__source__is_restricted=True)
    decisions.choose(chief, gull.pk, WHY)
    decisions.bring_back(chief, f"component:default/{MARK}-kept", WHY)
    decide_owner(chief, "component:default/lamp", CREW, "Because we said so.")
    for ref, person in ((CREW, "otto"), ("group:default/readers", f"{MARK}-mia")):
        standing = Decided(Standing.MEMBER)
        decide_membership(chief, Team.objects.get(ref=ref), Person.objects.get(name=person), standing, "So it is.")
    decisions.add_address(chief, f"user:default/{MARK}-mia", "email", f"{MARK}@home.example", WHY)
    look_alike = {"first_ref": f"user:default/{MARK}-mia", "second_ref": f"user:default/{MARK}-zoe"}
    decline_merge(chief, PersonMerge.objects.create(seen_at=database_now(), **look_alike).pk, WHY)
    decide_owner(chief, f"component:default/{MARK}-more", "group:default/harbour", WHY)


def _import_calendar() -> None:
    """A calendar of the restricted team: open as every calendar is, but for the team and the person in it."""
    now = database_now()
    source = OnCallSource.objects.create(
        kind="ical-file", name="tides", owner_ref=CREW, file_name="tides.ics", added_by="account:0", added_at=now
    )
    since, until = now - timedelta(days=1), now + timedelta(days=100)
    shift = [since.isoformat(), until.isoformat(), [f"user:default/{MARK}-zoe"]]
    imported = {"since": since.isoformat(), "until": until.isoformat(), "shifts": [shift]}
    Schedule.objects.create(
        kind="ical-file", ref="schedule:default/tides", owner_ref=CREW, zone="UTC", imported=imported, source=source,
        vendor_id="1", first_seen_at=now, changed_at=now, seen_at=now,
    )  # fmt: skip


def _exempt(account: Account) -> None:
    """Exemptions of findings about something restricted."""
    until = (timezone.now() + timedelta(days=30)).date()
    for finding in Finding.objects.filter(subject_ref=f"component:default/{MARK}-lost"):
        decisions.exempt(build_actor(account), finding.pk, WHY, until)


def _report() -> None:
    """The reports of this week and of the one before."""
    now = database_now()
    for at in (now - timedelta(weeks=1), now):
        for readership in (get_organisation_readership(), *map(get_team_readership, Team.objects.order_by("ref"))):
            freeze_report(readership, get_week(at), at)


def list_refs() -> list[str]:
    """Every entity there is or was."""
    return list(Entity.objects.order_by("ref").values_list("ref", flat=True))

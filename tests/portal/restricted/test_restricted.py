"""Nothing of a restricted source shows to somebody who may not see it: at no address, in no form, in no count."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from catalog.models import Origin, Scan
from scoring.models import Finding, ReportState
from tests.portal.restricted.addresses import PLAIN, POSTED, SEARCHES, SINGLE, list_addresses
from tests.portal.restricted.files import MARK
from tests.portal.restricted.world import Asker, World, make_world
from tests.portal.roles.table import TABLE
from tests.repositories import Clones

pytestmark = pytest.mark.django_db
#: Another animal, that nothing at all mentions.
OTHER = "wombat"
#: What is different each time: tokens of forms, times, ETags and sizes.
CHANGING = tuple(
    map(re.compile, (
        r'csrfmiddlewaretoken" value="[^"]+"', r"(?i)ETag: .*", r"(?i)Content-Length: .*", r"(?i)Expires: .*",
        r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)",
    ))
)  # fmt: skip
#: What a link says of a part of the list that it leads to.
PART = re.compile(r"7 days|\bmore\b")
#: URLs that tell nothing of any source, whoever asks: about the asker, for forms, and about registered URLs.
SILENT = frozenset(
    {
        "account", "accounts", "api:check", "api:checks", "api:index", "api:location", "api:locations", "api:me",
        "api:schema", "catalog:locations", "catalog:locations/by-id", "check", "checks", "entity-definition-frame",
        "feed", "health", "location", "location-add", "location-remove", "locations", "on-call-source-remove",
        "people-merge-add", "progress", "rename-add", "schedule-change", "schedule-end", "sign-in-link", "source-add",
        "team-survey", "tokens",
    }
)  # fmt: skip
#: URLs that tell something to administrators, and to the reader nothing or nothing at all.
FOR_ADMINISTRATORS = frozenset(
    {
        "account-add", "account-change", "audit", "finding-exempt",
        "on-call-source-add", "on-call-source-change", "owner-decide", "person-forget",
        "schedule-add", "source", "source-remove",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Scanned and judged once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.actions.decisions.deliver.delay", lambda: None)
        yield make_world(Clones(tmp_path_factory.mktemp("clones")))
        transaction.set_rollback(True)


def read(asker: Asker, address: str, posted: str | None = None) -> tuple[int, bytes]:
    """Status, and everything that is sent: heads and body."""
    with transaction.atomic():
        response = asker.ask(address) if posted is None else asker.post(address, posted)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response.status_code, heads.encode() + b"\n\n" + body


def test_every_url_that_is_read_is_asked(world: World) -> None:
    asked = {name for name, _ in list_addresses(world)}
    assert asked >= {row.name for row in TABLE if row.method == "GET"}


def find_leak(answer: bytes) -> str:
    """What was told of the restricted source, with some of what stands around it."""
    text = answer.decode(errors="replace").lower()
    at = text.find(MARK)
    return text[max(0, at - 100) : at + 60] if at >= 0 else ""


@pytest.mark.parametrize("name", ["ola", "otto", "vera"])
def test_an_outsider_is_told_nothing(world: World, name: str) -> None:
    """Ola, who leads a team and has to do with the restricted one, at every address; the others at the lists."""
    told = {}
    lists = {*SINGLE.values(), *PLAIN.values()}
    for _, address in list_addresses(world):
        if MARK not in address and (name == "ola" or address.partition("?")[0] in lists):
            status, answer = read(world.outsiders[name], address)
            assert status < 500, address
            if leak := find_leak(answer):
                told[address] = leak
    assert not told, "\n".join(f"{address}\n      {leak!r}" for address, leak in told.items())


def test_what_is_restricted_looks_like_what_is_not_there(world: World) -> None:
    """Whoever asks for it by name is answered like somebody who asks for a name that nothing has."""
    asker = world.outsiders["ola"]
    addresses = [*SEARCHES, *(address for _, address in list_addresses(world) if MARK in address)]
    for address in dict.fromkeys(addresses):
        found = scrub(*read(asker, address))
        assert found == scrub(*read(asker, address.replace(MARK, OTHER))), address
    for address, body in POSTED:
        text = json.dumps(body)
        found = scrub(*read(asker, address, text))
        assert found == scrub(*read(asker, address, text.replace(MARK, OTHER))), (address, body)


def scrub(status: int, answer: bytes) -> tuple[int, str]:
    """An answer without what differs from one request to the next, and with one word for what was asked for."""
    text = answer.decode(errors="replace")
    for pattern in CHANGING:
        text = pattern.sub("", text)
    return status, re.sub(f"{MARK}|{OTHER}", "...", text, flags=re.IGNORECASE)


def test_ids_of_what_is_restricted_look_like_ids_of_nothing(world: World) -> None:
    """Also where the address holds a number alone."""
    origin = Origin.objects.filter(source=world.restricted).first()
    finding = Finding.objects.get(subject_ref=f"resource:default/{MARK}-db", check_id="claimed-by-a-team-api")
    assert origin is not None
    scan = Scan.objects.filter(origin=origin).first()
    assert scan is not None
    for prefix, pk in (
        ("/repositories/", origin.pk), ("/findings/", finding.pk), ("/api/v1/repositories/", origin.pk),
        ("/api/v1/scans/", scan.pk), ("/api/v1/sources/", world.restricted.pk), ("/api/v1/findings/", finding.pk),
    ):  # fmt: skip
        assert read(world.reader, f"{prefix}{pk}")[0] == 200
        found, missing = (read(world.outsiders["ola"], f"{prefix}{each}") for each in (pk, 987654321))
        assert found[0] == 404
        assert scrub(*found)[1].replace(f"{prefix}{pk}", "") == scrub(*missing)[1].replace(f"{prefix}987654321", "")


def test_whoever_may_see_it_is_told(world: World) -> None:
    """Without this the tests above would pass on a world in which nothing is restricted."""
    for asker, silent in ((world.reader, SILENT | FOR_ADMINISTRATORS), (world.administrator, SILENT)):
        told: set[str] = set()
        for name, address in list_addresses(world):
            if name not in told | silent and find_leak(read(asker, address)[1]):
                told.add(name)
        assert {name for name, _ in list_addresses(world)} - told == silent


def test_numbers_are_those_of_the_lists_that_they_lead_to(world: World) -> None:
    """A number beside a list that leaves something out tells that there is something."""
    pages = ["/", "/teams", "/checks", "/services", "/catalog", "/repositories", "/sources", "/locations"]
    pages += [address for _, address in list_addresses(world) if re.match(r"/(teams|checks|reports/now)/", address)]
    for asker in (world.outsiders["ola"], world.reader):
        seen: dict[str, int] = {}
        for page in pages:
            for link, number in list_numbers(read(asker, page)[1].decode()):
                if link not in seen:
                    seen[link] = len(read_rows(asker, link))
                assert seen[link] == number, f"{asker.account}: {page} says {number} of {link}, which has {seen[link]}"
        assert len(seen) > 15


def list_numbers(page: str) -> Iterator[tuple[str, int]]:
    """The links of a page to lists that say one number."""
    for link, inner in re.findall(r'<a\b[^>]*href="(/[a-z-]+(?:\?[^"#]*)?)"[^>]*>(.*?)</a>', page, re.DOTALL):
        numbers = re.findall(r"\d+", re.sub(r"<[^>]+>", " ", inner))
        if link.partition("?")[0] in PLAIN.values() and len(numbers) == 1 and not PART.search(inner):
            yield html.unescape(link), int(numbers[0])


def read_rows(asker: Asker, link: str) -> list[dict[str, str]]:
    """A list as CSV."""
    _, answer = read(asker, f"{link}{'&' if '?' in link else '?'}format=csv")
    return list(csv.DictReader(answer.partition(b"\n\n")[2].decode("utf-8-sig").splitlines()))


def test_members_are_counted_as_they_are_listed(world: World) -> None:
    for asker, members in ((world.outsiders["ola"], 1), (world.reader, 2)):
        (harbour,) = (row for row in read_rows(asker, "/teams") if row["ref"] == "group:default/harbour")
        team = json.loads(read(asker, "/api/v1/teams/default/harbour")[1].partition(b"\n\n")[2])
        assert (harbour["members"], team["members"], len(team["people"])) == (str(members), members, members)


def test_the_same_etag_is_the_same_answer(world: World) -> None:
    """A cache that holds both answers must not take one for the other."""
    for _, address in list_addresses(world):
        if address.startswith("/api"):
            answers = [asker.ask(address) for asker in (world.administrator, world.outsiders["ola"])]
            etags = {
                answer.headers["ETag"] for answer in answers if answer.status_code == 200 and "ETag" in answer.headers
            }
            assert (
                len(etags) != 1 or answers[0].content == answers[1].content or 404 in {a.status_code for a in answers}
            )


def test_reports_are_made_without_what_their_readers_may_not_see(world: World) -> None:
    """They go out by mail, and stay as they were made."""
    made = {row.scope: json.dumps(row.state) for row in ReportState.objects.all()}
    assert MARK in made["organisation"].lower()
    assert MARK not in made["group:default/harbour"].lower()
    assert MARK not in made["group:default/market"].lower()


def test_a_hidden_owner_is_said_to_be_there(world: World) -> None:
    """ "Nobody" would not be true, and would send somebody to look for an owner."""
    for name in ("lantern", "lamp"):
        page = read(world.outsiders["ola"], f"/entities/component/default/{name}")[1].decode()
        assert "Who owns it stands in a source that you may not see. Ask an administrator." in page
        assert "Nobody" not in page
    answer = json.loads(
        read(world.outsiders["ola"], "/api/v1/owner?ref=component:default/lantern")[1].partition(b"\n\n")[2]
    )
    assert (answer["answer"], answer["matches"][0]["is_withheld"]) == ("unknown", True)
    assert "group:default/quokka-crew" in read(world.reader, "/entities/component/default/lantern")[1].decode()

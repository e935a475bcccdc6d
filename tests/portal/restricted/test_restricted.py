"""Nothing of a restricted source shows to somebody who may not see it: at no address, in no form, in no count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.portal.restricted.addresses import list_addresses
from tests.portal.restricted.files import MARK
from tests.portal.restricted.world import Asker, World, make_world
from tests.portal.roles.table import TABLE
from tests.repositories import Clones

pytestmark = pytest.mark.django_db
LEAK = MARK.encode()


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Scanned and judged once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.actions.decisions.deliver.delay", lambda: None)
        yield make_world(Clones(tmp_path_factory.mktemp("clones")))
        transaction.set_rollback(True)


def read(asker: Asker, address: str) -> tuple[int, bytes]:
    """Status, and everything that is sent: heads and body."""
    with transaction.atomic():
        response = asker.ask(address)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response.status_code, heads.encode() + b"\n\n" + body


def test_every_url_that_is_read_is_asked(world: World) -> None:
    asked = {name for name, _ in list_addresses(world)}
    assert asked >= {row.name for row in TABLE if row.method == "GET"}


@pytest.mark.parametrize("name", ["ola", "otto", "vera"])
def test_an_outsider_is_told_nothing(world: World, name: str) -> None:
    told = []
    for _, address in list_addresses(world):
        if MARK in address:
            continue
        status, answer = read(world.outsiders[name], address)
        assert status < 500, address
        if LEAK in answer.lower():
            at = answer.lower().index(LEAK)
            told.append((address, answer[max(0, at - 100) : at + 60].decode(errors="replace")))
    report = "\n".join(f"{address}\n      {text!r}" for address, text in told)
    assert not told, f"{len(told)}:\n{report}"

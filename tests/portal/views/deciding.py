"""People who decide, and reading what the pages say of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.organisation import Named, Organisation
from tests.portal.views.cases import Cases, declare_people, make_cases

WHY = "Because <b>we</b> agreed."
SAID = "Because &lt;b&gt;we&lt;/b&gt; agreed."
CONFLICT = "/conflicts/component/default/pay"
PAGE = "/entities/component/default/pay"
REMOVED = "/removed/component/default/gone-service"


@pytest.fixture
def cases(org: Organisation) -> Cases:
    return make_cases(org)


@pytest.fixture
def lead(lead: Named) -> Named:
    declare_people()
    return lead


@pytest.fixture
def owner(owner: Named) -> Named:
    declare_people()
    return owner


@pytest.fixture
def outsider(outsider: Named) -> Named:
    declare_people()
    return outsider


def read(someone: Named, url: str, status: int = 200) -> str:
    response = someone.get(url)
    assert response.status_code == status, response
    return response.content.decode()


def export(someone: Named, url: str) -> bytes:
    response: Any = someone.get(url)
    return b"".join(response.streaming_content)


def choose(cases: Cases, someone: Named) -> None:
    assert someone.post(CONFLICT, descriptor=cases.contender(), reason=WHY).status_code == 302

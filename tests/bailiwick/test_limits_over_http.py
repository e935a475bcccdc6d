"""What no request may do to a real web process: each is refused in the form of its API, and the process goes on."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from tests.bailiwick.installation import Installation

MAKE_TOKEN = """
import json
from catalog.core.access import Scope
from portal.actions.accounts import ensure_first_administrator
from portal.actions.tokens import make_token
print("STATE" + json.dumps(make_token(ensure_first_administrator(), "script", list(Scope), None)[1]))
"""
OURS, BACKSTAGES = "/api/v1/entities", "/api/catalog/entities"
BOTH = (OURS, BACKSTAGES)
TEN_MEGABYTES = 10_000_000


@dataclass(frozen=True)
class Web:
    """A running web process, and a token."""

    port: int
    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of the answer, once all of the request is sent; over a connection of its own."""
        return self._ask(method, path, body, headers)

    def ask_too_much(self, path: str, **headers: str) -> int:
        """The status of an answer that may come before all of the request's head is sent."""
        return self._ask("GET", path, None, headers, (BrokenPipeError, ConnectionResetError))[0]

    def _ask(
        self, method: str, path: str, body: Any, headers: dict[str, str], borne: tuple[type[OSError], ...] = ()
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        with suppress(*borne):
            connection.request(method, path, body, given)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def refuse(self, method: str, path: str, body: Any = None, **headers: str) -> int:
        """The status of an answer that must be a refusal in the form of its API."""
        status, content = self.ask(method, path, body, **headers)
        found = orjson.loads(content)
        assert status == (found["status"] if path.startswith("/api/v1") else found["response"]["statusCode"])
        return status


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One process for all tests: none of them may end it."""
    installation = Installation(tmp_path_factory.mktemp("web"))
    installation.manage("migrate", "-v0")
    token = installation.ask(MAKE_TOKEN)
    with installation.web() as port:
        found = Web(port, token)
        yield found
        assert found.ask("GET", OURS)[0] == found.ask("GET", BACKSTAGES)[0] == 200, "it still answers"


@pytest.mark.parametrize("path", [OURS, "/api/v1/me", BACKSTAGES, f"{BACKSTAGES}/by-refs"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_of_ten_megabytes(web: Web, path: str, method: str) -> None:
    wanted = "POST" if path.endswith("by-refs") else "GET"
    is_possible = method == wanted or path.startswith("/api/v1")
    assert web.refuse(method, path, b'{"entityRefs": ["' + b"x" * TEN_MEGABYTES) == (413 if is_possible else 405)


@pytest.mark.parametrize("path", [OURS, "/api/v1/nothing-here", BACKSTAGES, "/api/catalog/nothing-here"])
def test_a_host_that_is_not_ours(web: Web, path: str) -> None:
    assert web.refuse("GET", path, Host="evil.example") == 400


@pytest.mark.parametrize("path", [OURS, f"{BACKSTAGES}/by-refs"])
def test_a_body_that_does_not_say_how_long_it_is(web: Web, path: str) -> None:
    parts = iter([b"[" * 100_000] * 100)
    assert web.refuse("POST", path, parts) in {400, 405, 413}


def test_a_question_in_chunks_is_not_taken_for_none(web: Web) -> None:
    assert web.refuse("POST", f"{BACKSTAGES}/by-query", iter([b'{"query": {"kind": "api"}}'])) == 400


@pytest.mark.parametrize("path", ["/api/v1/nothing-here", "/api/catalog/nothing-here"])
def test_ten_megabytes_to_nowhere(web: Web, path: str) -> None:
    assert web.refuse("POST", path, b"x" * TEN_MEGABYTES) in {404, 413}
    assert web.refuse("POST", path, b"x" * TEN_MEGABYTES, Authorization="Bearer wrong") == 401


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    "query",
    [
        "limit=1000000000",
        "limit=1e9",
        "cursor=eyJhIjoxfQ",
        "filter=%00",
        "q=%00",
        "filter=" + ",".join(f"k{number}=v" for number in range(10_000))[:60_000],
        "&".join(["filter=k"] * 6_000),
    ],
)
def test_a_query_that_cannot_be(web: Web, path: str, query: str) -> None:
    assert web.refuse("GET", f"{path}?{query}") == 400


def test_a_cursor_that_is_none_of_this_list(web: Web) -> None:
    assert web.refuse("GET", f"{BACKSTAGES}/by-query?cursor=eyJhIjoxfQ") == 400


@pytest.mark.parametrize("path", BOTH)
def test_an_address_of_a_megabyte(web: Web, path: str) -> None:
    status = web.ask_too_much(f"{path}?q={'x' * 1_000_000}")
    assert status in {400, 414, 431}, "the server itself takes no more than 64 KiB"


@pytest.mark.parametrize("path", BOTH)
def test_a_header_of_a_megabyte(web: Web, path: str) -> None:
    assert web.ask_too_much(path, Cookie="x" * 1_000_000) in {400, 401, 431}

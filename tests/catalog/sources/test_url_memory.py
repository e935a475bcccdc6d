"""What is remembered of URLs from look to look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalog.http.client import Answer, Request
from catalog.http.errors import GoneError, OutboundError
from catalog.sources.url_memory import GONE_AFTER, GoneForGoodError, UrlMemory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A, B = "https://shop.test/a.yaml", "https://shop.test/b.yaml"


class Server:
    """Answers from a table of texts, with the text as its ETag; counts bodies that were sent."""

    def __init__(self, **texts: str | OutboundError) -> None:
        self.texts = {f"https://shop.test/{name}.yaml": text for name, text in texts.items()}
        self.has_etags = True
        self.sent = 0

    def __call__(self, request: Request) -> Answer:
        text = self.texts.get(request.url, GoneError("404"))
        if isinstance(text, OutboundError):
            raise text
        if request.etag == text:
            return Answer(304)
        self.sent += 1
        return Answer(200, text.encode(), text if self.has_etags else "")


def look(server: Server, memory: UrlMemory | None = None, after: timedelta = timedelta()) -> UrlMemory:
    return UrlMemory(server, (memory.now if memory else NOW) + after, memory.after if memory else {})


def test_an_unchanged_url_is_not_read_again() -> None:
    server = Server(a="one", b="two")
    first = look(server)
    assert not first.is_unchanged()
    assert (first.read(A), first.read(B)) == (b"one", b"two")
    assert look(server, first).is_unchanged()
    assert server.sent == 2


def test_one_changed_url_is_enough() -> None:
    server = Server(a="one", b="two")
    first = look(server)
    first.read(A)
    first.read(B)
    server.texts[B] = "three"
    assert not look(server, first).is_unchanged()


def test_without_an_etag_nothing_is_known_to_be_unchanged() -> None:
    server = Server(a="one")
    server.has_etags = False
    first = look(server)
    first.read(A)
    assert not look(server, first).is_unchanged()


def test_a_failure_is_not_unchanged_and_is_looked_at_again() -> None:
    server = Server(a="one", b=OutboundError("500"))
    first = look(server)
    first.read(A)
    with pytest.raises(OutboundError, match="500"):
        first.read(B)
    server.texts[B] = "two"
    assert not look(server, first).is_unchanged()


def test_one_404_removes_nothing_and_two_an_hour_apart_do() -> None:
    server = Server()
    first = look(server)
    with pytest.raises(GoneError) as caught:
        first.read(A)
    assert not isinstance(caught.value, GoneForGoodError)
    soon = look(server, first, GONE_AFTER - timedelta(seconds=1))
    with pytest.raises(GoneError) as caught:
        soon.read(A)
    assert not isinstance(caught.value, GoneForGoodError)
    with pytest.raises(GoneForGoodError):
        look(server, soon, timedelta(seconds=1)).read(A)


def test_two_404s_with_an_answer_between_them_count_from_the_second() -> None:
    server = Server()
    first = look(server)
    with pytest.raises(GoneError):
        first.read(A)
    server.texts[A] = "one"
    second = look(server, first, GONE_AFTER)
    assert second.read(A) == b"one"
    del server.texts[A]
    with pytest.raises(GoneError) as caught:
        look(server, second, GONE_AFTER).read(A)
    assert not isinstance(caught.value, GoneForGoodError)


def test_a_failure_between_two_404s_says_nothing_and_removes_nothing() -> None:
    server = Server()
    first = look(server)
    with pytest.raises(GoneError):
        first.read(A)
    server.texts[A] = OutboundError("500")
    second = look(server, first, GONE_AFTER)
    with pytest.raises(OutboundError, match="500") as failed:
        second.read(A)
    assert not isinstance(failed.value, GoneError)
    del server.texts[A]
    with pytest.raises(GoneForGoodError):
        look(server, second).read(A)

"""Calls against a real server on this machine, friendly and hostile."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Received
from werkzeug import Response

from catalog.http.client import Answer, Request, fetch
from catalog.http.errors import GoneError, NotAllowedError, OutboundError
from catalog.http.settings import Host, OutboundSettings, parse_hosts, parse_tokens
from catalog.http.targets import check_target, find_token


def allow(server: HTTPServer, **values: object) -> OutboundSettings:
    return replace(OutboundSettings(parse_hosts((f"127.0.0.1:{server.port}", f"shop.test:{server.port}"))), **values)  # type: ignore[arg-type]


def call(server: HTTPServer, **values: object) -> Answer:
    return fetch(Request(server.url_for("/file")), allow(server, **values))


def resolve_to(*addresses: str):  # type: ignore[no-untyped-def]
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


def test_an_answer_has_body_and_etag(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data("kind: X", headers={"ETag": '"1"'})
    assert call(httpserver) == Answer(200, b"kind: X", '"1"')


def test_an_unchanged_file_is_not_sent_again(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file", headers={"If-None-Match": '"1"'}).respond_with_data("", 304)
    answer = fetch(Request(httpserver.url_for("/file"), etag='"1"'), allow(httpserver))
    assert (answer.is_unchanged, answer.content) == (True, b"")


def test_unchanged_is_no_answer_to_who_did_not_ask(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data("", 304)
    with pytest.raises(OutboundError, match="answered 304"):
        call(httpserver)


def test_a_token_is_sent_to_its_host_and_never_told(httpserver: HTTPServer) -> None:
    seen: list[str] = []

    def answer(request: Received) -> Response:
        seen.append(request.headers.get("Authorization", ""))
        return Response(status=500)

    httpserver.expect_request("/file").respond_with_handler(answer)
    with pytest.raises(OutboundError) as caught:
        call(httpserver, tokens=((Host("127.0.0.1", httpserver.port), "s3cret"),))
    assert seen == ["Bearer s3cret"]
    assert "s3cret" not in str(caught.value)


def test_no_token_is_sent_in_clear_text_to_the_port_of_https() -> None:
    settings = OutboundSettings(parse_hosts(("lab.test:443",)), parse_tokens(("lab.test:443=s3cret",)))
    assert find_token(check_target("https://lab.test/x", settings), settings) == "s3cret"
    assert find_token(check_target("http://lab.test:443/x", settings), settings) == ""


def test_a_host_that_is_not_named_is_not_called(httpserver: HTTPServer) -> None:
    with pytest.raises(NotAllowedError):
        fetch(Request(httpserver.url_for("/file")), OutboundSettings(parse_hosts(("127.0.0.1",))))
    assert not httpserver.log


def test_the_address_that_was_checked_is_called_with_the_name_in_the_header(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file", headers={"Host": f"shop.test:{httpserver.port}"}).respond_with_data("here")
    url = f"http://shop.test:{httpserver.port}/file"
    assert fetch(Request(url), allow(httpserver), resolve_to("127.0.0.1")).content == b"here"


def test_a_name_is_resolved_once_so_that_it_cannot_move_after_the_check(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data("here")
    asked: list[str] = []

    async def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    assert fetch(Request(f"http://shop.test:{httpserver.port}/file"), allow(httpserver), rebind).content == b"here"
    assert asked == ["shop.test"]


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::127.0.0.1", "0.1.2.3"]
)
def test_one_address_that_leads_in_spoils_all(httpserver: HTTPServer, address: str) -> None:
    httpserver.expect_request("/file").respond_with_data("here")
    with pytest.raises(NotAllowedError):
        fetch(Request(f"http://shop.test:{httpserver.port}/file"), allow(httpserver), resolve_to("127.0.0.1", address))
    assert not httpserver.log


def test_a_public_name_does_not_lead_to_a_private_address() -> None:
    settings = OutboundSettings(parse_hosts(("shop.test",)))
    with pytest.raises(NotAllowedError, match="may not be called"):
        fetch(Request("https://shop.test/file"), settings, resolve_to("127.0.0.1"))


def test_the_next_address_is_tried_where_one_does_not_answer(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data("here")
    url = f"http://shop.test:{httpserver.port}/file"
    assert fetch(Request(url), allow(httpserver), resolve_to("127.0.0.9", "127.0.0.1")).content == b"here"


def test_a_name_without_address_is_an_error(httpserver: HTTPServer) -> None:
    with pytest.raises(OutboundError, match="no address"):
        fetch(Request(f"http://shop.test:{httpserver.port}/"), allow(httpserver), resolve_to())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(httpserver: HTTPServer, status: int) -> None:
    location = httpserver.url_for("/elsewhere")
    httpserver.expect_request("/file").respond_with_data("", status, headers={"Location": location})
    with pytest.raises(OutboundError, match="redirect"):
        call(httpserver)
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_told_from_what_failed(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/file").respond_with_data("", status)
    with pytest.raises(GoneError):
        call(httpserver)


@pytest.mark.parametrize("status", [201, 204, 206, 400, 401, 403, 429, 500, 503])
def test_every_other_status_is_a_failure_and_not_gone(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/file").respond_with_data("", status)
    with pytest.raises(OutboundError, match=str(status)) as caught:
        call(httpserver)
    assert not isinstance(caught.value, GoneError)


def test_a_body_that_says_it_is_small_and_is_not_ends_at_the_limit(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/file").respond_with_data(b"x" * 2000)
    with pytest.raises(OutboundError, match="more than 1000 bytes"):
        call(httpserver, most_bytes=1000)


def test_a_compressed_answer_is_not_unfolded(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    httpserver.expect_request("/file").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(OutboundError, match="compressed"):
        call(httpserver)


def test_a_header_cannot_be_smuggled_in(httpserver: HTTPServer) -> None:
    with pytest.raises(OutboundError, match="header"):
        fetch(Request(httpserver.url_for("/file"), etag='"1"\r\nX-Evil: 1'), allow(httpserver))
    with pytest.raises(OutboundError, match="header") as caught:
        fetch(Request(httpserver.url_for("/file"), token="s3\r\nX: 1"), allow(httpserver))
    assert "s3" not in str(caught.value)
    assert not httpserver.log


@contextmanager
def raw_server(*chunks: bytes, endless: bytes = b"") -> Iterator[int]:
    """A server that sends bytes as given, then `endless` again and again, to whoever connects; yields its port."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            for chunk in chunks:
                connection.sendall(chunk)
            while endless and not stop.wait(0.05):
                try:
                    connection.sendall(endless)
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        thread.join(5)
        listener.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n"


@pytest.mark.parametrize(
    ("chunks", "endless"),
    [((HEAD, b"\r\n"), b"x"), ((HEAD,), b"x"), ((b"HTTP/1.1 200 OK\r\n",), b"A: b\r\n")],
    ids=["body", "one header", "many headers"],
)
def test_a_server_that_drips_cannot_stretch_the_deadline(chunks: tuple[bytes, ...], endless: bytes) -> None:
    with raw_server(*chunks, endless=endless) as port:
        settings = OutboundSettings(frozenset({Host("127.0.0.1", port)}), seconds=0.5)
        with pytest.raises(OutboundError, match=r"within 0\.5 seconds"):
            fetch(Request(f"http://127.0.0.1:{port}/"), settings)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"nonsense\r\n\r\n",
        HEAD + b"\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: " + b"b" * 300_000 + b"\r\n\r\n",
    ],
)
def test_a_broken_answer_is_one_error(reply: bytes) -> None:
    with raw_server(reply) as port:
        settings = OutboundSettings(frozenset({Host("127.0.0.1", port)}), seconds=3)
        with pytest.raises(OutboundError, match="could not be called"):
            fetch(Request(f"http://127.0.0.1:{port}/"), settings)


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A server with a certificate of its own for `shop.test`: its port, and the file that vouches for it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=shop.test"]
    names = ["-addext", "subjectAltName=DNS:shop.test", "-keyout", key, "-out", certificate]
    subprocess.run([*make, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer("127.0.0.1", 0, ssl_context=context) as server:
        server.expect_request("/file").respond_with_data("here")
        yield server.port, certificate


def test_tls_is_verified_against_the_name_though_an_address_is_connected_to(tls_server: tuple[int, str]) -> None:
    port, certificate = tls_server
    settings = OutboundSettings(parse_hosts((f"shop.test:{port}", f"other.test:{port}")), ca_file=certificate)
    at_home = resolve_to("127.0.0.1")
    assert fetch(Request(f"https://shop.test:{port}/file"), settings, at_home).content == b"here"
    with pytest.raises(OutboundError, match="could not be called"):
        fetch(Request(f"https://other.test:{port}/file"), settings, at_home)
    with pytest.raises(OutboundError, match="could not be called"):
        fetch(Request(f"https://shop.test:{port}/file"), replace(settings, ca_file=""), at_home)

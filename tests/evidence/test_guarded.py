"""What a user gave the address of is fetched with care: never inside, never for ever."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django.fixtures import Settings

from evidence.connectors.base import SourceFailed
from evidence.guarded import Answer, GuardedClient, checked_address
from evidence.pinned import trusted
from tests.web_server import Asked, Reply, WebServer, web_server

Resolve = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server(lambda asked: Reply(b"hello")) as running:
        yield running


@pytest.fixture
def other() -> Iterator[WebServer]:
    """Another host, as far as browsers and we are concerned: another port."""
    with web_server(lambda asked: Reply(b"other")) as running:
        yield running


@pytest.fixture
def client() -> Iterator[GuardedClient]:
    with GuardedClient(seconds=5, max_bytes=1000) as opened:
        yield opened


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Every name leads to one after the other of `answers`, the last for ever; what was asked."""
    real, left, asked = socket.getaddrinfo, list(answers), list[str]()

    def pretended(host: str, port: int, *args: Any, **named: Any) -> Any:
        if not host[0].isalpha():
            return real(host, port, *args, **named)
        asked.append(host)
        return real(left.pop(0) if len(left) > 1 else left[0], port, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", pretended)
    return asked


def test_an_answer_comes_whole_whatever_its_status(
    server: WebServer, client: GuardedClient
) -> None:
    server.answer = lambda asked: Reply(b'{"a": 1}', 404, {"X-Kind": "json"})
    answer = client.get(f"{server.url}/path?x=1", params={"x": "1", "y": "a b"})
    assert (answer.status, answer.json(), answer.headers["x-kind"]) == (404, {"a": 1}, "json")
    assert server.asked[0].params == {"x": "1", "y": "a b"}


def test_a_form_is_sent(server: WebServer, client: GuardedClient) -> None:
    client.post(f"{server.url}/form", data={"query": "up"}, headers={"X-Scope-OrgID": "a"})
    assert (server.asked[0].method, server.asked[0].params) == ("POST", {"query": "up"})
    assert server.asked[0].headers["x-scope-orgid"] == "a"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "0"),
        *("[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "127。0。0。1", "169.254.169.254"),
    ],
)
def test_a_private_address_is_refused_in_every_way_of_writing_it(
    server: WebServer, client: GuardedClient, settings: Settings, host: str
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []
    address = f"http://{host}:{server.port}/"
    with pytest.raises(SourceFailed, match="private network"):
        client.get(address)
    with pytest.raises(SourceFailed, match="private network"):
        checked_address(address)
    assert not server.asked


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "not a whole one"),
        ("prometheus:9090", "not a whole one"),
        ("file:///etc/passwd", "not a whole one"),
        ("gopher://example.org/", "not a whole one"),
        ("http://", "not a whole one"),
        ("http://a\nb/", "not a whole one"),
        ("http://user:hunter2@example.org/", "settings of their own"),
        ("http://example.org:22/", "Port 22"),
        ("http://example.org:0/", "Port 0"),
        ("http://example.org:99999/", "Port 99999"),
        ("http://0177.0.0.1/", "not a whole one"),
        ("http://no-such-name.invalid/", "not known"),
        (f"http://{'a' * 70}.example.org/", "not a whole one|not known"),
    ],
)
def test_what_may_not_be_asked_is_said(client: GuardedClient, address: str, words: str) -> None:
    with pytest.raises(SourceFailed, match=words) as failed:
        client.get(address)
    assert "hunter2" not in str(failed.value)
    with pytest.raises(SourceFailed, match=words):
        checked_address(address)


def test_a_name_that_turns_inward_after_the_check_is_refused(
    client: GuardedClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []
    resolving(monkeypatch, "93.184.215.14", "127.0.0.1")
    assert checked_address("http://rebind.example/") == "http://rebind.example/"
    with pytest.raises(SourceFailed, match="private network"):
        client.get("http://rebind.example/")


def test_the_connection_goes_to_the_address_that_was_checked(
    server: WebServer, client: GuardedClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    asked = resolving(monkeypatch, "127.0.0.1", "10.0.0.1")
    client.get(f"http://rebind.example:{server.port}/")
    assert asked == ["rebind.example"]
    assert server.asked[0].headers["host"] == f"rebind.example:{server.port}"


def test_a_redirect_is_followed_and_checked(
    server: WebServer, client: GuardedClient, settings: Settings
) -> None:
    sent = []
    client.on_send = lambda: sent.append(1)
    server.answer = lambda asked: (
        Reply(b"there") if asked.path == "/b" else Reply(status=302, headers={"Location": "/b"})
    )
    answer = client.get(f"{server.url}/a", headers={"Authorization": "Bearer s"})
    assert (answer.body, len(sent)) == (b"there", 2)
    assert server.asked[1].headers["authorization"] == "Bearer s"
    settings.PLUMBLINE_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    for onward, words in {
        "http://127.0.0.2/": "private network",
        "http://127.0.0.1:25/": "Port 25",
        "file:///etc/passwd": "not a whole one",
        "http://u:p@example.org/": "user name or password",
    }.items():
        server.answer = lambda asked, to=onward: Reply(  # type: ignore[misc]
            status=307, headers={"Location": to}
        )
        with pytest.raises(SourceFailed, match=words):
            client.get(server.url)


def test_no_header_goes_along_to_another_host(
    server: WebServer, other: WebServer, client: GuardedClient
) -> None:
    server.answer = lambda asked: Reply(status=302, headers={"Location": f"{other.url}/x"})
    client.get(server.url, headers={"Authorization": "Bearer s", "X-Api-Key": "s"})
    assert not {"authorization", "x-api-key"} & set(other.asked[0].headers)


def test_redirects_end(server: WebServer, client: GuardedClient) -> None:
    server.answer = lambda asked: Reply(status=301, headers={"Location": "/"})
    with pytest.raises(SourceFailed, match="leads on and on"):
        client.get(server.url)
    assert len(server.asked) == 6
    with pytest.raises(SourceFailed, match="give that address"):
        client.post(server.url, data={})


@pytest.mark.parametrize(
    "reply",
    [
        lambda: Reply(b"x" * 1001),
        lambda: Reply(parts=itertools.repeat(b"x" * 100)),
        lambda: Reply(gzip.compress(b"x" * 100_000), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_an_answer_without_end_is_left(
    server: WebServer, client: GuardedClient, reply: Callable[[], Reply]
) -> None:
    server.answer = lambda asked: reply()
    with pytest.raises(SourceFailed, match="larger than"):
        client.get(server.url)


def test_an_answer_that_drips_is_left_in_time(server: WebServer) -> None:
    dripped: list[bytes] = []

    def drops() -> Iterator[bytes]:
        while len(dripped) < 600:
            time.sleep(0.05)
            dripped.append(b"x")
            yield b"x"

    server.answer = lambda asked: Reply(parts=drops())
    with GuardedClient(seconds=0.3) as hasty, pytest.raises(SourceFailed, match=r"within 0\.3 s"):
        hasty.get(server.url)
    assert len(dripped) < 600


def test_headers_that_drip_are_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with GuardedClient(seconds=0.3) as hasty, pytest.raises(SourceFailed, match="within"):
            hasty.get(address)


def test_what_does_not_answer_is_said(server: WebServer, client: GuardedClient) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(SourceFailed, match="cannot be reached"):
            client.get(f"http://127.0.0.1:{bound.getsockname()[1]}/?key=hunter2")
    server.answer = lambda asked: Reply(b"short", headers={"Content-Encoding": "gzip"})
    with pytest.raises(SourceFailed, match="cannot be read"):
        client.get(server.url)
    server.answer = lambda asked: Reply(parts=iter([b"1"]), headers={"Content-Length": "5"})
    with pytest.raises(SourceFailed, match="before its answer was whole"):
        client.get(server.url)


def test_a_secret_with_a_line_end_goes_nowhere(server: WebServer, client: GuardedClient) -> None:
    for value in ("hunter2\r\nX-Evil: 1", "hunter2\n", "hünter2", "hunter2\x00"):
        with pytest.raises(SourceFailed, match="does not allow") as failed:
            client.get(server.url, headers={"Authorization": f"Bearer {value}"})
        assert "nter2" not in str(failed.value)
    assert not server.asked


def test_no_address_is_written_into_the_log(
    server: WebServer, client: GuardedClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get(f"{server.url}/?key=hunter2", headers={"Authorization": "Bearer hunter2"})
    assert not [record for record in caplog.records if record.name.startswith("http")]


def test_no_cookies_and_nothing_of_the_environment(
    server: WebServer, client: GuardedClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password hunter2")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    server.answer = lambda asked: Reply(headers={"Set-Cookie": "a=b"})
    with GuardedClient() as fresh:
        fresh.get(server.url)
        fresh.get(server.url)
    assert not {"cookie", "authorization"} & set(server.asked[1].headers)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for secure.example that nobody vouches for, and its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("secure.example")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + signed.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, path


def test_certificates_are_checked_by_the_name_though_the_connection_is_pinned(
    certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, path = certificate
    resolving(monkeypatch, "127.0.0.1")
    with web_server(lambda asked: Reply(b"secret"), context) as server:
        address = f"https://secure.example:{server.port}/"
        with GuardedClient() as client, pytest.raises(SourceFailed, match="not trusted here"):
            client.get(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        trusted.cache_clear()
        with GuardedClient() as client:
            assert client.get(address).body == b"secret"
            with pytest.raises(SourceFailed, match="not trusted here"):
                client.get(f"https://wrong.example:{server.port}/")
        trusted.cache_clear()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *(("30", 30), ("0", 0), ("999999", 86400), ("", None), ("-1", None), ("soon", None)),
        *(("9" * 40, None), ("Mon, 30 Feb 2026 00:00:00 GMT", None)),
    ],
)
def test_how_long_to_wait_is_read(header: str, seconds: int | None) -> None:
    found = Answer(429, httpx.Headers({"Retry-After": header}), b"").retry_after
    assert found == (None if seconds is None else dt.timedelta(seconds=seconds))


def test_a_date_to_come_back_at_is_read() -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
    found = Answer(
        503, httpx.Headers({"Retry-After": format_datetime(later, usegmt=True)}), b""
    ).retry_after
    assert found is not None
    assert dt.timedelta(minutes=9) < found <= dt.timedelta(minutes=10)
    early = Answer(503, httpx.Headers({"Retry-After": "Mon, 01 Jan 2024 00:00:00 GMT"}), b"")
    assert early.retry_after == dt.timedelta()


def test_json_that_is_none_is_a_value_error() -> None:
    for body in (b"<html>", b"\xff", b"[" * 200_000):
        with pytest.raises(ValueError):  # noqa: PT011  (json's own sentences differ)
            Answer(200, httpx.Headers(), body).json()


def test_one_client_serves_threads(server: WebServer, client: GuardedClient) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(0.05)
        return Reply(asked.params["n"].encode())

    server.answer = slow
    with ThreadPoolExecutor(4) as pool:
        bodies = pool.map(lambda n: client.get(server.url, params={"n": n}).body, range(12))
        assert [int(body) for body in bodies] == list(range(12))

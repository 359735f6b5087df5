"""One POST to somebody else's address: where it may go, how it ends, and what is kept of the answer."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.subscriptions import addresses
from domain.subscriptions.addresses import Unreachable, judge, take_apart
from tests.workers import receivers
from tests.workers.receivers import receiving
from workers.gateways.webhook import Gateway, Said

LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture(autouse=True)
def _loopback_may_receive() -> Any:
    addresses.use(allowed=LOOPBACK, plain=True)
    yield
    addresses.use(allowed=(), plain=False)


async def post(url: str, seconds: float = 1.0) -> Said:
    gateway = Gateway(seconds=seconds)
    try:
        return await gateway.post(url, b"{}", {"webhook-id": "1"}, at=datetime.now(UTC))
    finally:
        await gateway.close()


@pytest.mark.parametrize(
    ("behave", "reason", "code"),
    [
        (receivers.take, None, 204),
        (receivers.say("200 OK", b"thanks"), None, 200),
        (receivers.say("500 Internal Server Error"), "HTTP_500", 500),
        (receivers.say("302 Found", location="http://127.0.0.1:1/"), "REDIRECT", 302),
        (receivers.say("410 Gone"), "HTTP_410", 410),
        (receivers.never_answer, "TIMEOUT", None),
        (receivers.close_at_once, "BROKEN", None),
    ],
)
async def test_every_end_has_its_word(behave: Any, reason: str | None, code: int | None) -> None:
    async with receiving(behave) as receiver:
        said = await post(receiver.url)
        assert (said.reason, said.code) == (reason, code)
        assert len(receiver.got) == 1, "a redirect is not followed, nothing is tried twice"


async def test_nobody_there_is_refused() -> None:
    async with receiving() as receiver:
        url = receiver.url
    assert (await post(url)).reason == "REFUSED"


async def test_of_an_endless_answer_64_kb_are_read_and_one_kept() -> None:
    async with receiving(receivers.answer_without_end) as receiver:
        said = await post(receiver.url, seconds=5)
        assert (said.reason, said.code, len(said.answer or "")) == (None, 200, 1024)


async def test_the_wish_to_slow_down_is_heard_in_seconds_and_as_a_date() -> None:
    async with receiving(receivers.say("429 Too Many Requests", retry_after="120")) as receiver:
        assert (await post(receiver.url)).wish == timedelta(seconds=120)
    later = (datetime.now(UTC) + timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    async with receiving(receivers.say("503 Busy", retry_after=later)) as receiver:
        assert timedelta(minutes=59) < ((await post(receiver.url)).wish or timedelta()) <= timedelta(hours=1)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "10.1.2.3", "172.16.0.1",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]", "[fc00::1]", "[fe80::1]", "[ff02::1]",
        "[2002:7f00:1::]", "[2002:a00:1::]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[::127.0.0.1]", "[2001:db8::1]",
        "[2001::1]", "[fec0::1]",
    ],
)  # fmt: skip
async def test_nothing_of_our_own_network_is_reached_however_it_is_written(host: str) -> None:
    addresses.use(allowed=(), plain=False)
    assert (await post(f"https://{host}/")).reason == "PRIVATE_ADDRESS"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://93.184.215.14/", "NOT_HTTPS"),
        ("ftp://example.com/", "NOT_HTTPS"),
        ("https://user:word@example.com/", "USERINFO"),
        ("https://127.1/", "PRIVATE_ADDRESS"),
        ("https://0x7f000001/", "PRIVATE_ADDRESS"),
        ("https://example.com:25/", "PORT"),
        ("https://example.com:99999/", "BAD_URL"),
        ("https:///path", "BAD_URL"),
        ("https://exa mple.com/", "BAD_URL"),
        ("https://example.com\\@127.0.0.1/", "BAD_URL"),
        ("https://例子.cn/", "BAD_URL"),
        ("https://example.com/" + "x" * 500, "BAD_URL"),
        ("not an address", "BAD_URL"),
    ],
)
def test_an_address_has_the_right_shape(url: str, reason: str) -> None:
    addresses.use(allowed=(), plain=False)
    with pytest.raises(Unreachable) as refused:
        take_apart(url)
    assert refused.value.reason == reason


def test_http_is_for_networks_that_are_named_and_never_in_production() -> None:
    assert take_apart("http://127.0.0.1:8080/").port == 8080
    addresses.use(allowed=LOOPBACK, plain=False)
    with pytest.raises(Unreachable):
        take_apart("http://127.0.0.1:8080/")
    assert take_apart("https://127.0.0.1:8443/x?y=1").target == "/x?y=1"


async def test_a_name_that_points_elsewhere_by_now_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: judged at every delivery, and connected to as judged."""
    addresses.use(allowed=(), plain=False)
    asked = []

    async def resolver(self: Any, host: str, port: int, **_: Any) -> Any:
        asked.append(host)
        found = ["93.184.215.14", "192.168.0.7"] if len(asked) == 1 else ["10.0.0.7"]
        return [(2, 1, 6, "", (address, port)) for address in found]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", resolver)
    for _ in range(2):
        assert (await post("https://hooks.example/")).reason == "PRIVATE_ADDRESS"
    assert asked == ["hooks.example", "hooks.example"]


async def test_what_is_judged_is_called_and_the_name_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address when it is asked a second time is not asked a second time."""
    asked = []

    async def resolver(self: Any, host: str, port: int, **_: Any) -> Any:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", resolver)
    async with receiving() as receiver:
        assert (await post(f"http://hooks.example:{receiver.port}/in")).reason is None
    assert asked == ["hooks.example"]


async def test_nothing_is_sent_before_the_address_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses.use(allowed=(), plain=True)

    async def resolver(self: Any, host: str, port: int, **_: Any) -> Any:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", resolver)
    async with receiving() as receiver:
        assert (await post(f"http://hooks.example:{receiver.port}/in")).reason == "NOT_HTTPS"
        assert receiver.connections == 0


def test_an_address_is_the_same_host_however_it_is_wrapped() -> None:
    place = take_apart("https://hooks.example/")
    judge(ip_address("::ffff:93.184.215.14"), place)
    judge(ip_address("::ffff:127.0.0.1"), place)
    judge(ip_address("64:ff9b::5db8:d70e"), place)
    addresses.use(allowed=(), plain=False)
    with pytest.raises(Unreachable):
        judge(ip_address("::ffff:127.0.0.1"), place)


async def test_the_name_is_kept_for_tls_and_for_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolver(self: Any, host: str, port: int, **_: Any) -> Any:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", resolver)
    server, client = certified(tmp_path, "hooks.example")
    async with receiving(tls=server) as receiver:
        right, wrong = Gateway(tls=client), Gateway(tls=client)
        good = await right.post(f"https://hooks.example:{receiver.port}/in", b"{}", {}, at=datetime.now(UTC))
        bad = await wrong.post(f"https://other.example:{receiver.port}/in", b"{}", {}, at=datetime.now(UTC))
        await right.close()
        await wrong.close()
        assert (good.reason, bad.reason) == (None, "TLS")
        assert receiver.got[0].headers["host"] == f"hooks.example:{receiver.port}"


def certified(place: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server with a certificate for this name, and a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    (place / "cert.pem").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "key.pem").write_bytes(private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(place / "cert.pem", place / "key.pem")
    return server, ssl.create_default_context(cafile=str(place / "cert.pem"))

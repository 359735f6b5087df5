"""Clients as an administrator keeps them: registered, re-keyed, opened to origins, given keys, shut out."""

import json
from typing import Any

import jwt
import pytest

from domain import access
from domain.actor import SYSTEM
from domain.clients import clients
from domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from storage.transactions import fetch_value
from tests.cast import Cast, column
from tests.signing import ed25519, p256


async def channel(cast: Cast) -> int:
    return (await clients.register("滨海通", "CHANNEL", channel="WEB_PORTAL", by=cast["administrator"])).id


async def whose(key: str) -> int | None:
    found = await access.bearers(access.digest(key))
    return found[0].id if found else None


async def test_a_new_client_has_a_key_that_is_told_once_and_a_public_name(cast: Cast) -> None:
    new = await clients.register("滨海通", "CHANNEL", by=cast["administrator"])
    assert await whose(new.key) == new.id
    assert await fetch_value("select code from client where id = $1", new.id) != await fetch_value(
        "select min(code) from client where id <> $1", new.id
    )
    assert await fetch_value("select count(*) from client c where c::text like '%' || $1 || '%'", new.key) == 0
    with pytest.raises(Conflict):
        await clients.register("滨海通", "BUSINESS", by=cast["administrator"])
    for name in ("", " ", "x" * 121, "a\nb"):
        with pytest.raises(Invalid):
            await clients.register(name, "CHANNEL", by=cast["administrator"])
    with pytest.raises(Invalid):
        await clients.register("别的", "ADMIRAL", by=cast["administrator"])


async def test_another_key_ends_the_first_and_a_client_shut_out_has_none(cast: Cast) -> None:
    by = cast["administrator"]
    new = await clients.register("滨海通", "CHANNEL", by=by)
    second = await clients.renew_key(new.id, by=by)
    assert (await whose(new.key), await whose(second)) == (None, new.id)
    await clients.set_enabled(new.id, False, by=by)
    assert await whose(second) is None
    with pytest.raises(Conflict):
        await clients.set_enabled(new.id, False, by=by)
    await clients.set_enabled(new.id, True, by=by)
    assert await whose(second) == new.id


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://Portal.Example/", "https://portal.example"),
        ("https://portal.example:443", "https://portal.example"),
        ("https://portal.example:8443", "https://portal.example:8443"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
    ],
)
async def test_an_origin_is_kept_as_browsers_send_it(cast: Cast, written: str, kept: str) -> None:
    assert await clients.set_origins(await channel(cast), [written, kept, " "], by=cast["administrator"]) == (kept,)
    assert await access.is_registered(kept)


@pytest.mark.parametrize(
    "written",
    ["http://portal.example", "portal.example", "https://a.example/path", "https://u:p@a.example", "null", "*",
     "https://滨海.example", "https://a.example:99999", "javascript:alert(1)", "https://a.example?x"],
)  # fmt: skip
async def test_what_is_no_origin_is_refused(cast: Cast, written: str) -> None:
    with pytest.raises(Invalid) as raised:
        await clients.set_origins(await channel(cast), [written], by=cast["administrator"])
    assert raised.value.path == ("origins",)


async def test_the_origins_of_a_client_that_is_shut_out_are_strangers(cast: Cast) -> None:
    new = await channel(cast)
    await clients.set_origins(new, ["https://a.example"], by=cast["administrator"])
    await clients.set_enabled(new, False, by=cast["administrator"])
    assert not await access.is_registered("https://a.example")


async def test_a_public_key_may_come_as_jwk_or_pem_and_only_its_public_members_are_kept(cast: Cast) -> None:
    new, by = await channel(cast), cast["administrator"]
    first, second = ed25519(), p256()
    jwk = jwt.algorithms.OKPAlgorithm.to_jwk(first.private.public_key(), as_dict=True) | {"kid": "x", "use": "sig"}
    assert await clients.register_key(new, "2026-a", json.dumps(jwk), by=by) == "EdDSA"
    assert await clients.register_key(new, "2026-b", second.public, by=by) == "ES256"
    kept = [json.loads(text) for text in await column("select jwk from signing_key order by id")]
    assert [sorted(one) for one in kept] == [["crv", "kty", "x"], ["crv", "kty", "x", "y"]]


def private_jwk() -> str:
    return json.dumps(jwt.algorithms.OKPAlgorithm.to_jwk(ed25519().private, as_dict=True))


@pytest.mark.parametrize(
    "key",
    ["", "x", "{}", "[]", '{"kty":"oct","k":"c2VjcmV0"}', '{"kty":"RSA","n":"AQAB","e":"AQAB"}',
     '{"kty":"OKP","crv":"X25519","x":"AAAA"}', '{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}',
     "-----BEGIN CERTIFICATE-----",
     "x" * 5000],
)  # fmt: skip
async def test_what_is_no_usable_public_key_is_refused(cast: Cast, key: str) -> None:
    with pytest.raises(Invalid) as raised:
        await clients.register_key(await channel(cast), "k1", key, by=cast["administrator"])
    assert raised.value.path == ("key",)


async def test_a_private_key_is_refused_and_called_burnt(cast: Cast) -> None:
    new = await channel(cast)
    for key in (private_jwk(), "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"):
        with pytest.raises(Invalid) as raised:
            await clients.register_key(new, "k1", key, by=cast["administrator"])
        assert "private key" in raised.value.en
    assert await fetch_value("select count(*) from signing_key") == 0


async def test_a_kid_is_used_once_even_when_its_key_is_revoked(cast: Cast) -> None:
    new, by = await channel(cast), cast["administrator"]
    await clients.register_key(new, "k1", ed25519().public, by=by)
    await clients.revoke_key(new, "k1", by=by)
    with pytest.raises(Conflict):
        await clients.register_key(new, "k1", ed25519().public, by=by)
    with pytest.raises(NotFound):
        await clients.revoke_key(new, "k1", by=by)
    for kid in ("", "a b", "钥匙", "x" * 65):
        with pytest.raises(Invalid):
            await clients.register_key(new, kid, ed25519().public, by=by)


async def test_only_a_channel_has_users_to_sign_for(cast: Cast) -> None:
    with pytest.raises(Invalid):
        await clients.register_key(cast["business"].id or 0, "k1", ed25519().public, by=SYSTEM)


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor", "channel", "public"])
async def test_nobody_but_an_administrator_changes_clients(cast: Cast, who: str) -> None:
    new, by = await channel(cast), cast[who]
    moves: list[Any] = [
        clients.register("别的", "CHANNEL", by=by),
        clients.renew_key(new, by=by),
        clients.set_origins(new, [], by=by),
        clients.set_enabled(new, False, by=by),
        clients.register_key(new, "k1", ed25519().public, by=by),
        clients.revoke_key(new, "k1", by=by),
    ]
    for move in moves:
        with pytest.raises(Forbidden):
            await move


async def test_every_change_leaves_its_event_without_a_secret(cast: Cast) -> None:
    by = cast["administrator"]
    new = await clients.register("滨海通", "CHANNEL", by=by)
    key = await clients.renew_key(new.id, by=by)
    await clients.set_origins(new.id, ["https://a.example"], by=by)
    await clients.register_key(new.id, "k1", ed25519().public, by=by)
    await clients.revoke_key(new.id, "k1", by=by)
    await clients.set_enabled(new.id, False, by=by)
    kinds = await column("select kind from outbox where subject_kind = 'client' order by id")
    assert kinds == [
        "client.registered", "client.rekeyed", "client.opened", "signing_key.registered", "signing_key.revoked",
        "client.disabled",
    ]  # fmt: skip
    assert await fetch_value("select count(*) from outbox o where o::text like '%' || $1 || '%'", key) == 0


async def test_a_client_nobody_knows_is_not_found(cast: Cast) -> None:
    with pytest.raises(DomainError) as raised:
        await clients.renew_key(10**9, by=cast["administrator"])
    assert raised.value.code == "NOT_FOUND"

"""Who asks: a client by its key, an official by a token in one role, without either the public; else nobody."""

import asyncio

import pytest

from api.http.access import SECONDS_REMEMBERED, Access
from api.http.throttle import Throttle
from domain import access
from domain.accounts import accounts
from domain.actor import SYSTEM, Actor
from domain.clients import clients
from domain.errors import Invalid
from storage.transactions import execute, fetch_value
from tests.api.conftest import GRAPHQL, Api

VIEWER = "{ viewer { name roles scopes agency { name } } }"


async def ask(api: Api, **headers: str) -> tuple[int, dict[str, object]]:
    answer = await api.http.post("/graphql", json={"query": VIEWER}, headers={"Accept": GRAPHQL, **headers})
    return answer.status_code, answer.json()


def code(answer: dict[str, object]) -> str:
    errors = answer["errors"]
    assert isinstance(errors, list)
    return str(errors[0]["extensions"]["code"])


async def test_without_a_key_one_is_the_public(api: Api) -> None:
    viewer = (await api.ask(VIEWER))["data"]["viewer"]
    assert (viewer["roles"], viewer["scopes"], viewer["agency"]) == ([], [], None)


async def test_a_client_has_its_scopes_and_an_account_its_roles(api: Api) -> None:
    assert (await api.ask(VIEWER, by="business"))["data"]["viewer"]["scopes"] == ["service_events.record"]
    officer = (await api.ask(VIEWER, by="officer"))["data"]["viewer"]
    assert (officer["name"], officer["roles"]) == ("林专员", ["CASE_OFFICER"])
    assert officer["agency"]["name"] == "滨海市人力资源和社会保障局"


@pytest.mark.parametrize("header", ["Bearer nobody", "Bearer ", "Basic bm9ib2R5", "nonsense", "Bearer " + "x" * 5000])
async def test_a_wrong_key_is_nobody_and_never_the_public(api: Api, header: str) -> None:
    status, answer = await ask(api, Authorization=header)
    assert (status, code(answer)) == (401, "UNAUTHENTICATED")
    assert "data" not in answer


async def test_a_role_is_chosen_among_the_accounts_own(api: Api) -> None:
    await execute("update account set roles = array['CASE_OFFICER', 'AGENCY_HEAD'] where login = 'officer'")
    bearer = f"Bearer {await api.key('officer')}"
    for role, roles in (("", ["CASE_OFFICER", "AGENCY_HEAD"]), ("AGENCY_HEAD", ["AGENCY_HEAD", "CASE_OFFICER"])):
        _, answer = await ask(api, Authorization=bearer, **{"X-Role": role})
        assert answer["data"]["viewer"]["roles"] == roles  # type: ignore[index]
    status, answer = await ask(api, Authorization=bearer, **{"X-Role": "AUDITOR"})
    assert (status, code(answer)) == (403, "FORBIDDEN")
    status, answer = await ask(api, **{"X-Role": "AUDITOR"})
    assert (status, code(answer)) == (403, "FORBIDDEN")


async def test_a_key_of_the_public_kind_is_the_public(api: Api) -> None:
    key = await access.add_client("街边小报", "PUBLIC")
    _, answer = await ask(api, Authorization=f"Bearer {key}")
    assert answer["data"]["viewer"] == {"name": "街边小报", "roles": [], "scopes": [], "agency": None}  # type: ignore[index]


async def test_a_key_that_was_shut_out_stops_working_within_seconds(api: Api) -> None:
    key, token = await access.add_client("旧系统", "CHANNEL"), await accounts.add_token("officer", "旧电脑", by=SYSTEM)
    clock = [0.0]
    api.door.access.clock = lambda: clock[0]
    for secret in (key, token):
        assert (await ask(api, Authorization=f"Bearer {secret}"))[0] == 200
    await clients.set_enabled(await clients.id_of("旧系统"), False, by=SYSTEM)
    await accounts.revoke_tokens("officer", "旧电脑", by=SYSTEM)
    clock[0] = SECONDS_REMEMBERED + 0.1
    for secret in (key, token):
        assert (await ask(api, Authorization=f"Bearer {secret}"))[0] == 401


async def test_an_expired_token_and_a_disabled_account_are_nobody(api: Api) -> None:
    token = await api.key("officer")
    await execute("update access_token set expires_at = now() - interval '1 second'")
    assert (await ask(api, Authorization=f"Bearer {token}"))[0] == 401
    other = await api.key("officer2")
    await execute("update account set is_enabled = false")
    assert (await ask(api, Authorization=f"Bearer {other}"))[0] == 401


async def test_only_hashes_of_secrets_are_kept(api: Api) -> None:
    key, token = await access.add_client("甲", "BUSINESS"), await accounts.add_token("officer", "乙", by=SYSTEM)
    kept = await fetch_value(
        "select (select string_agg(c::text, '') from client c) || (select string_agg(t::text, '') from access_token t)"
    )
    assert key not in kept
    assert token not in kept


async def test_a_business_system_can_never_have_the_right_to_rate(api: Api) -> None:
    with pytest.raises(Invalid):
        await access.add_client("丙", "BUSINESS", scopes=["evaluations.submit"])


async def test_without_the_database_a_key_is_unavailable_and_not_wrong(api: Api) -> None:
    async def away(digest: bytes) -> tuple[()]:
        raise ConnectionRefusedError

    api.door.access.lookup = away
    status, answer = await ask(api, Authorization="Bearer whatever")
    assert (status, code(answer)) == (503, "UNAVAILABLE")


async def test_guessing_keys_is_stopped_before_the_database_hears_of_it_and_good_keys_go_on(api: Api) -> None:
    asked: list[bytes] = []
    lookup, good = api.door.access.lookup, await api.key("officer")
    newcomer = await api.key("dispatcher")

    async def counted(digest: bytes) -> object:
        asked.append(digest)
        return await lookup(digest)

    api.door.access = Access(counted, guesses=Throttle(60, 5))  # type: ignore[arg-type]
    for _ in range(8):
        assert (await ask(api, Authorization=f"Bearer {good}"))[0] == 200
    assert (await ask(api, Authorization=f"Bearer {newcomer}"))[0] == 200
    statuses = [(await ask(api, Authorization=f"Bearer guess-{n}"))[0] for n in range(20)]
    assert statuses == [401] * 5 + [429] * 15
    assert len(asked) == 2 + 5
    api.door.access.clock = lambda: 10.0**9
    assert (await ask(api, Authorization=f"Bearer {good}"))[0] == 200


async def test_a_good_key_that_comes_in_a_burst_is_looked_up_once_and_is_no_guess(api: Api) -> None:
    lookup, newcomer, asked = api.door.access.lookup, await api.key("dispatcher"), 0

    async def slow(digest: bytes) -> tuple[Actor, ...]:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.05)
        return await lookup(digest)

    api.door.access = Access(slow, guesses=Throttle(60, 1))
    burst = [asyncio.create_task(ask(api, Authorization=f"Bearer {newcomer}")) for _ in range(33)]
    await asyncio.sleep(0.02)
    burst[0].cancel()  # whoever came first goes away; the others are answered
    answers = await asyncio.gather(*burst[1:])
    assert ({status for status, _ in answers}, asked) == ({200}, 1)


async def test_an_outage_is_nobodys_guess(api: Api) -> None:
    async def away(digest: bytes) -> tuple[()]:
        raise ConnectionRefusedError

    api.door.access = Access(away, guesses=Throttle(60, 1))
    assert [(await ask(api, Authorization="Bearer whatever"))[0] for _ in range(3)] == [503] * 3

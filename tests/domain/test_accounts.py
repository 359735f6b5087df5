"""Accounts and their tokens: made and ended on record, and nothing secret is."""

import pytest

from domain import access
from domain.accounts import accounts, sessions
from domain.actor import SYSTEM
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from domain.words import Role
from storage.transactions import execute, fetch
from tests.cast import BUREAU, Cast

PASSWORD = "春眠不觉晓处处闻啼鸟"


async def added() -> int:
    return await accounts.add("newcomer", "新同事", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)


async def test_every_change_of_an_account_is_on_record_with_who_did_it(cast: Cast) -> None:
    account = await added()
    await accounts.add_token("newcomer", "电脑", by=SYSTEM)
    assert await accounts.revoke_tokens("newcomer", "电脑", by=SYSTEM) == 1
    await accounts.renew_password("newcomer", PASSWORD[::-1], by=SYSTEM)
    told = await fetch(
        "select kind, subject_id, actor_role, facts from outbox where subject_kind = 'account' order by id"
    )
    assert [(row["kind"], row["actor_role"]) for row in told] == [
        ("account.added", "SYSTEM"),
        ("account.token_added", "SYSTEM"),
        ("account.tokens_revoked", "SYSTEM"),
        ("account.password_renewed", "SYSTEM"),
    ]
    assert {row["subject_id"] for row in told} == {account}


async def test_another_password_ends_every_token(cast: Cast) -> None:
    await added()
    token = await accounts.add_token("newcomer", "电脑", by=SYSTEM)
    assert [actor.role for actor in await access.bearers(access.digest(token))] == ["HR"]
    await accounts.renew_password("newcomer", PASSWORD[::-1], by=SYSTEM)
    assert await access.bearers(access.digest(token)) == ()


async def test_what_is_refused_leaves_nothing(cast: Cast) -> None:
    await added()
    refused: list[tuple[type[DomainError], object]] = [
        (Conflict, added()),
        (Invalid, accounts.add("short", "短", "short", [Role.HR], agency=BUREAU, by=SYSTEM)),
        (Invalid, accounts.add("nobody", "无", PASSWORD, [], agency=BUREAU, by=SYSTEM)),
        (NotFound, accounts.add("nowhere", "无", PASSWORD, [Role.HR], agency="NONE", by=SYSTEM)),
        (NotFound, accounts.add_token("nobody", "电脑", by=SYSTEM)),
        (NotFound, accounts.revoke_tokens("newcomer", "电脑", by=SYSTEM)),
        (NotFound, accounts.renew_password("nobody", PASSWORD, by=SYSTEM)),
    ]
    for refusal, call in refused:
        with pytest.raises(refusal):
            await call  # type: ignore[misc]
    assert len(await fetch("select from outbox where subject_kind = 'account'")) == 1


GUESSED = [
    "aaaaaaaaaa",
    "1234567890",
    "qwertyuiop",
    "password123",
    "20261126abc",
    "newcomer2026",
    "一一一一一一一一一一",
]


@pytest.mark.parametrize(
    "password",
    [
        *GUESSED,
        "短短短",
        f" {PASSWORD}",
        f"{PASSWORD}\u3000",
        f"{PASSWORD}\n",
        f"春眠\u200b{PASSWORD}",
        "x" + "春眠不觉晓" * 41,
        "\x07" + PASSWORD,
    ],
)
async def test_a_password_that_is_guessed_soon_or_cannot_be_typed_again_is_refused_when_it_is_made(
    cast: Cast, password: str
) -> None:
    await added()
    with pytest.raises(Invalid) as refused:
        await accounts.add("newcomer", "新同事", password, [Role.HR], agency=BUREAU, by=SYSTEM)
    assert refused.value.path == ("password",)
    with pytest.raises(Invalid):
        await accounts.renew_password("newcomer", password, by=SYSTEM)


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        ("café au lait, sept", "cafe\u0301 au lait, sept"),
        ("cafe\u0301 au lait, sept", "café au lait, sept"),
        (PASSWORD, f" {PASSWORD}\n"),
        ("春眠不觉晓处处闻" * 25, "春眠不觉晓处处闻" * 25),
    ],
)
async def test_whatever_password_was_accepted_lets_in_however_it_is_typed(cast: Cast, made: str, typed: str) -> None:
    await accounts.add("newcomer", "新同事", made, [Role.HR], agency=BUREAU, by=SYSTEM)
    assert await sessions.sign_in("newcomer", typed, address="10.0.0.1")
    with pytest.raises(NotAllowed):
        await sessions.sign_in("newcomer", f"{typed}x", address="10.0.0.1")


@pytest.mark.parametrize("typed", ["Zhang.San", "zhang.san", " ZHANG.SAN ", "ｚｈａｎｇ．ｓａｎ", "\u200bzhang.san"])
async def test_a_login_is_one_however_it_is_typed(cast: Cast, typed: str) -> None:
    await accounts.add("Zhang.San", "张三", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)
    assert await sessions.sign_in(typed, PASSWORD, address="10.0.0.1")
    assert await accounts.add_token(typed, "电脑", by=SYSTEM)
    with pytest.raises(Conflict):
        await accounts.add(typed, "张三", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)


async def test_two_logins_of_before_that_differ_only_in_capitals_are_found_as_they_are_written(cast: Cast) -> None:
    await accounts.add("zhang", "张一", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)
    await accounts.add("other", "张二", PASSWORD[::-1], [Role.HR], agency=BUREAU, by=SYSTEM)
    await execute("update account set login = 'Zhang' where login = 'other'")
    assert await sessions.sign_in("zhang", PASSWORD, address="10.0.0.1")
    assert await sessions.sign_in("Zhang", PASSWORD[::-1], address="10.0.0.1")


@pytest.mark.parametrize("login", ["", " \u200b", "a b", "a\x00b", "x" * 61])
async def test_a_login_nobody_could_type_is_refused(cast: Cast, login: str) -> None:
    with pytest.raises(Invalid) as refused:
        await accounts.add(login, "新同事", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)
    assert refused.value.path == ("login",)

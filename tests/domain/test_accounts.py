"""Accounts and their tokens: made and ended on record, and nothing secret is."""

import pytest

from domain.actor import SYSTEM
from domain.directory import access, accounts
from domain.errors import Conflict, DomainError, Invalid, NotFound
from domain.words import Role
from storage.transactions import fetch
from tests.cast import BUREAU, Cast

PASSWORD = "春眠不觉晓处处闻啼鸟"


async def added() -> int:
    return await accounts.add("newcomer", "新同事", PASSWORD, [Role.HR], agency=BUREAU, by=SYSTEM)


async def test_every_change_of_an_account_is_on_record_with_who_did_it(cast: Cast) -> None:
    account = await added()
    await accounts.add_token("newcomer", "电脑", by=cast["administrator"])
    assert await accounts.revoke_tokens("newcomer", "电脑", by=cast["administrator"]) == 1
    await accounts.renew_password("newcomer", PASSWORD[::-1], by=SYSTEM)
    told = await fetch(
        "select kind, subject_id, actor_role, facts from outbox where subject_kind = 'account' order by id"
    )
    assert [(row["kind"], row["actor_role"]) for row in told] == [
        ("account.added", "SYSTEM"),
        ("account.token_added", "SYSTEM_ADMINISTRATOR"),
        ("account.tokens_revoked", "SYSTEM_ADMINISTRATOR"),
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

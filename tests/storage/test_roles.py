"""The application's role uses the tables and cannot change them; it enters the vault for one transaction only."""

import re
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from storage import roles
from tests.api.serving import served
from tests.api.test_evaluations import SUBMIT
from tests.api.test_hot_writes import rating
from tests.cast import Cast
from tests.cli.commands import run

ROOT = Path(__file__).parents[2]
NOT_ITS = (
    "create table mine (n int)",
    "alter table account add column n int",
    "truncate session",
    "drop table session",
    "update ledger set kind = ''",
    "delete from evidence",
    "delete from tortoise_migrations",
    "alter table ledger disable trigger all",
    "select * from vault.identity",
    "set role haochaping",
    "create role mine",
    "create database mine",
    "copy account to program 'cat'",
    "select pg_read_file('postgresql.conf')",
)


@pytest.mark.parametrize("sql", NOT_ITS)
async def test_what_the_application_may_not_do(database_url: str, sql: str) -> None:
    application = await asyncpg.connect(roles.as_application(database_url))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute(sql)
    finally:
        await application.close()


async def test_it_is_an_ordinary_role_that_enters_the_vault_for_one_transaction(database_url: str) -> None:
    application = await asyncpg.connect(roles.as_application(database_url))
    try:
        of = "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles"
        assert await application.fetchval(f"{of} where rolname = current_user") is False
        async with application.transaction():
            await application.execute("set local role haochaping_vault")
            assert await application.fetchval("select count(*) from vault.identity where ref = $1", uuid4()) == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute("select count(*) from vault.identity")
    finally:
        await application.close()


async def test_the_web_process_signs_in_as_the_application_and_serves(
    cast: Cast, database_url: str, redis_url: str, home: Path
) -> None:
    token = (await cast.event()).token
    with served(database_url, redis_url, home) as serving:
        async with httpx.AsyncClient(base_url=serving.url) as http:
            said = {"query": SUBMIT, "variables": {"input": rating(token)}}
            told = (await http.post("/graphql", json=said)).json()
            assert told["data"]["submitEvaluation"]["__typename"] == "EvaluationSubmitted"
            assert (await http.get("/board")).status_code == 200
        owner = await asyncpg.connect(database_url)
        try:
            users = await owner.fetch(
                "select distinct usename from pg_stat_activity where application_name like 'haochaping %' "
                "and datname = current_database() and pid <> pg_backend_pid() and usename <> current_user"
            )
        finally:
            await owner.close()
        assert [row["usename"] for row in users] == [roles.APPLICATION]


async def test_migrate_gives_the_application_its_password(database_url: str, tmp_path: Path) -> None:
    run(database_url, tmp_path, "migrate", APPLICATION_PASSWORD="letters7")
    owner = await asyncpg.connect(re.sub("//[^@]*@", "//postgres@", database_url))
    try:
        kept = await owner.fetchval("select rolpassword from pg_authid where rolname = $1", roles.APPLICATION)
    finally:
        await owner.close()
    assert kept.startswith("SCRAM-SHA-256$")


def service(name: str) -> str:
    """What compose.yaml says of one service, with what its settings refer to."""
    text = (ROOT / "compose.yaml").read_text("utf-8")
    settings, services = text.split("\nx-haochaping:")[0], text.split("\nservices:")[1]
    found = re.search(rf"\n  {name}:\n(.*?)(?=\n  \w|\n\w)", services, re.S)
    assert found
    return found[1] + (settings if "*settings" in found[1] else "")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_compose_tells_web_and_worker_the_applications_password_and_no_other(name: str) -> None:
    told = service(name)
    assert "DATABASE_URL: postgresql://haochaping_app:${APPLICATION_PASSWORD}@" in told
    assert set(re.findall(r"\$\{(\w*PASSWORD)", told)) == {"APPLICATION_PASSWORD"}
    assert "env_file" not in (ROOT / "compose.yaml").read_text("utf-8"), "a whole file tells what is not theirs"


def test_compose_hands_the_superusers_password_to_postgresql_alone_and_every_setting_to_ours() -> None:
    told = {name: service(name) for name in ("postgres", "redis", "migrate", "web", "worker")}
    assert [name for name, words in told.items() if "POSTGRES_PASSWORD" in words] == ["postgres"]
    assert [name for name, words in told.items() if "OWNER_PASSWORD" in words] == ["postgres", "migrate"]
    example = (ROOT / ".env.example").read_text("utf-8")
    documented = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.M)) - {"POSTGRES_PASSWORD", "OWNER_PASSWORD"}
    passed = set(re.findall(r"^ +([A-Z_]+):", told["web"] + told["migrate"], re.M))
    assert documented <= passed

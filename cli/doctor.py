"""`haochaping doctor`: reports what is wrong with this installation, one sentence per finding."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import asyncpg
import typer

import proxies
import settings
from cli import reachable
from settings import Settings, Unusable
from storage import versions

TOLERATED_SKEW = 2.0

app = typer.Typer(add_completion=False)


@app.command()
def doctor() -> None:
    """检查数据库、Redis、迁移、密钥与时钟 · look for what is wrong."""
    here = settings.current()
    findings = asyncio.run(_examine(here))
    if sentence := proxies.missing(here):
        typer.echo(f"! {sentence}")
    for healthy, sentence in findings:
        typer.echo(f"{'✓' if healthy else '✗'} {sentence}")
    if not all(healthy for healthy, _ in findings):
        raise typer.Exit(1)


async def _examine(here: Settings) -> list[tuple[bool, str]]:
    checks: list[Callable[[Settings], Awaitable[str]]] = [_secret, _database, _migrations, _clock, _redis]
    return [await _finding(check, here) for check in checks]


async def _finding(check: Callable[[Settings], Awaitable[str]], here: Settings) -> tuple[bool, str]:
    try:
        return True, await check(here)
    except Unusable as refusal:
        return False, str(refusal)
    except (OSError, asyncpg.PostgresError) as error:
        return False, str(error)


async def _secret(here: Settings) -> str:
    return f"密钥可用（{len(here.secret)} 字节） / the key is usable"


async def _database(here: Settings) -> str:
    return f"数据库 PostgreSQL {await reachable.check_database(here.database_url)} / the database answers"


async def _migrations(here: Settings) -> str:
    connection = await asyncpg.connect(here.database_url)
    try:
        applied = {row["name"] for row in await connection.fetch(versions.APPLIED)}
    except asyncpg.UndefinedTableError:
        applied = set()
    finally:
        await connection.close()
    if missing := versions.missing(applied):
        raise Unusable(
            f"有迁移未执行（{'、'.join(missing)}）；请运行 haochaping migrate。",
            "Migrations are missing; run haochaping migrate.",
        )
    if newer := sorted(applied - versions.known()):
        raise Unusable(
            f"数据库比程序新（{'、'.join(newer)}）；请升级程序。",
            "The database is newer than this code; renew the code.",
        )
    return "数据库结构是最新的 / the tables are up to date"


async def _clock(here: Settings) -> str:
    connection = await asyncpg.connect(here.database_url)
    try:
        skew = abs((await connection.fetchval("select clock_timestamp()") - datetime.now(UTC)).total_seconds())
    finally:
        await connection.close()
    if skew > TOLERATED_SKEW:
        raise Unusable(
            f"本机与数据库的时钟相差 {skew:.1f} 秒；请校时。",
            f"This machine and the database differ by {skew:.1f} s; set the clocks.",
        )
    return "时钟一致 / the clocks agree"


async def _redis(here: Settings) -> str:
    return f"Redis {await reachable.check_redis(here.redis_url)} / Redis answers"

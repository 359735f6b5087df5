"""`haochaping migrate`: migrates the tables and founds the city in them.

It is safe to run it twice, and several times at once.
"""

import asyncio

import asyncpg
import typer
from tortoise.exceptions import OperationalError

import house
import settings
from cli import reachable
from domain import founding
from settings import Settings, Unusable
from storage import database, roles
from storage.transactions import fetch_value

app = typer.Typer(add_completion=False)


@app.command()
def migrate() -> None:
    """执行数据库迁移 · bring the tables up to date."""
    here = settings.current()
    if not here.city_name:
        raise Unusable("没有设置 CITY_NAME；请写上城市的名称。", "CITY_NAME is not set; write the city's name there.")
    try:
        asyncio.run(_migrate(here))
    except (asyncpg.PostgresError, OperationalError) as error:
        raise Unusable(f"迁移失败：{error}。", f"The migration failed: {error}.") from error
    typer.echo("数据库已是最新 / the tables are up to date")


async def _migrate(here: Settings) -> None:
    await reachable.check_database(here.database_url)
    await database.migrate(here.database_url)
    if here.application_password:
        await roles.set_password(here.database_url, here.application_password)
    async with house.opened(here, writing=2):
        await founding.found(here.city_kind, here.city_name)
        kind = await fetch_value("select city_kind from city_clock")
    if kind != here.city_kind:
        raise Unusable(
            f"这个数据库属于另一种城市（{kind}），不是 {here.city_kind}；请检查 DATABASE_URL 与 CITY_KIND。",
            f"This database belongs to a {kind} city, not to a {here.city_kind} one; check DATABASE_URL and CITY_KIND.",
        )

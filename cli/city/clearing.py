"""Throwing away a demonstration city whose filling was interrupted. Nothing else may ever be thrown away here."""

from domain.errors import NotAllowed
from storage.transactions import transaction

TABLES = """select quote_ident(relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
and relname <> 'tortoise_migrations' order by 1"""


async def clear_unfinished() -> None:
    """Empty every table of a city that still lives in its past, in one transaction."""
    async with transaction() as connection:
        if not await connection.fetchval(
            "select exists (select from city_clock where shift < '0' and city_kind <> 'production')"
        ):
            raise NotAllowed("这座城市已经填充完毕，不会清空。", "This city is complete and will not be emptied.")
        tables = [row[0] for row in await connection.fetch(TABLES)]
        await connection.execute(f"truncate {', '.join(tables)} restart identity")
        await connection.execute("set local role haochaping_vault")
        await connection.execute("truncate vault.identity, vault.reveal restart identity")
        await connection.execute("set local role none")

"""Deletes a demonstration city whose filling was interrupted, and never anything else."""

from collections.abc import Sequence

from domain.errors import NotAllowed
from storage.transactions import execute, fetch, fetch_value, transaction

TABLES = """select quote_ident(relname) as name,
  exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as guarded
from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
and relname <> 'tortoise_migrations' order by 1"""


async def clear_unfinished() -> None:
    """Empty all tables in one transaction, if the city is one whose time is still in its past."""
    async with transaction():
        if not await fetch_value(
            "select exists (select from city_clock where shift < '0' and city_kind <> 'production')"
        ):
            raise NotAllowed("这座城市已经填充完毕，不会清空。", "This city is complete and will not be emptied.")
        tables = await fetch(TABLES)
        guarded = [row["name"] for row in tables if row["guarded"]]
        await _empty([row["name"] for row in tables], guarded)
        await execute("set local role haochaping_vault")
        await _empty(["vault.identity", "vault.reveal"], ["vault.reveal"])
        await execute("set local role none")


async def _empty(tables: Sequence[str], guarded: Sequence[str]) -> None:
    """Empty these tables; the triggers of append-only ones (`guarded`) are disabled for it.

    This is allowed because nobody has used the unfinished city yet.
    """
    for table in guarded:
        await execute(f"alter table {table} disable trigger user")
    await execute(f"truncate {', '.join(tables)} restart identity")
    for table in guarded:
        await execute(f"alter table {table} enable trigger user")

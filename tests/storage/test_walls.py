"""The walls are in the database itself: what the migrations' SQL promises is read back from the catalogue."""

import re
from pathlib import Path

from storage.transactions import fetch
from tests.cast import Cast

SQL = "\n".join(path.read_text() for path in sorted(Path("storage/migrations/sql").glob("*.sql")))


async def test_every_constraint_that_is_written_down_stands_and_is_valid(cast: Cast) -> None:
    written = set(re.findall(r"(?:add )?constraint (\w+)", SQL))
    rows = await fetch("select conname, convalidated from pg_constraint")
    standing = {r["conname"] for r in rows if r["convalidated"]}
    assert len(written) > 100
    assert written - standing == set()


async def test_every_index_that_is_written_down_stands(cast: Cast) -> None:
    written = set(re.findall(r"create (?:unique )?index (\w+)", SQL))
    standing = {r["indexname"] for r in await fetch("select indexname from pg_indexes")}
    assert len(written) > 25
    assert written - standing == set()


async def test_every_reference_to_another_row_is_a_foreign_key(cast: Cast) -> None:
    columns = await fetch(
        """select table_name || '.' || column_name as name from information_schema.columns
           where table_schema = 'public' and column_name like '%\\_id' and data_type = 'bigint'"""
    )
    keys = await fetch(
        """select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
           join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) where c.contype = 'f'"""
    )
    loose = {r["name"] for r in columns} - {r["name"] for r in keys}
    assert loose == LOOSE


# Polymorphic on purpose: subjects and actors of events, scopes of tallies.
LOOSE = {
    "deadline.subject_id",
    "ledger.actor_id",
    "ledger.agency_id",
    "ledger.subject_id",
    "outbox.actor_id",
    "outbox.agency_id",
    "outbox.subject_id",
    "tally.scope_id",
    "tally_dimension.scope_id",
    "tally_tag.scope_id",
    "work_order_move.actor_id",
}


async def test_the_vault_has_its_own_role_and_the_application_does_not_inherit_it(cast: Cast) -> None:
    (row,) = await fetch(
        """select has_schema_privilege('vault', 'usage') as usage, pg_has_role('haochaping_vault', 'set') as may_enter,
           (select count(*) from information_schema.tables where table_schema = 'vault') as visible"""
    )
    assert (row["usage"], row["may_enter"], row["visible"]) == (False, True, 0)

"""The walls are in the database itself: what the migrations promise is read back from the catalogue, word for word.

After a change that is meant: WRITE_WALLS=1 .venv/bin/python -m pytest tests/storage/test_walls.py; read the difference.
"""

import os
import re
from pathlib import Path

from storage.transactions import fetch
from tests.cast import Cast

SQL = "\n".join(path.read_text() for path in sorted(Path("storage/migrations/sql").glob("*.sql")))
WALLS = Path(__file__).with_name("walls.txt")

STANDING = """
select format('%s | %s | %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as wall from pg_constraint
  where connamespace = any($1::regnamespace[]) and conrelid <> 0 and convalidated
union all
select format('%s | %s | %s', indrelid::regclass, indexrelid::regclass, pg_get_indexdef(indexrelid)) from pg_index
  join pg_class c on c.oid = indexrelid where c.relnamespace = any($1::regnamespace[]) and indisvalid
union all
select format('%s | %s | %s', tgrelid::regclass, tgname, pg_get_triggerdef(g.oid)) from pg_trigger g
  join pg_class c on c.oid = tgrelid where c.relnamespace = any($1::regnamespace[])
  and not tgisinternal and tgenabled = 'O'
"""


async def test_every_wall_stands_exactly_as_it_is_written_down(cast: Cast) -> None:
    """Constraints, indexes and triggers with their whole definition, the checked, unique and excluded alike."""
    rows = await fetch(STANDING, ["public", "vault"])
    standing = sorted(row["wall"] for row in rows if not row["wall"].startswith("tortoise_migrations"))
    if os.environ.get("WRITE_WALLS"):
        WALLS.write_text("\n".join(standing) + "\n", encoding="utf-8")
    assert len(standing) > 300
    assert standing == WALLS.read_text(encoding="utf-8").splitlines()


async def test_every_name_in_the_migrations_is_a_wall(cast: Cast) -> None:
    """Nothing that was written is lost on the way, as tortoise loses what is declared on models."""
    written = set(re.findall(r"(?:(?:add )?constraint|create (?:unique )?index|create trigger) (\w+)", SQL))
    taken_down = set(re.findall(r"\bdrop (?:index|constraint) (\w+)", SQL))
    assert len(written) > 125
    assert (
        written - taken_down - set(re.findall(r"^\S+ \| (?:vault\.)?(\w+) \|", WALLS.read_text("utf-8"), re.M)) == set()
    )


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
    "board_told.scope_id",
    "deadline.subject_id",
    "directory_revision.actor_id",
    "directory_revision.entry_id",
    "ledger.actor_id",
    "ledger.agency_id",
    "ledger.subject_id",
    "outbox.actor_id",
    "outbox.agency_id",
    "outbox.subject_id",
    "tally_day.scope_id",
    "tally_dimension.scope_id",
    "tally_hour.scope_id",
    "tally_late.scope_id",
    "tally_tag.scope_id",
    "work_order_move.actor_id",
}


async def test_the_vault_has_its_own_role_and_the_application_does_not_inherit_it(cast: Cast) -> None:
    (row,) = await fetch(
        """select has_schema_privilege('vault', 'usage') as usage, pg_has_role('haochaping_vault', 'set') as may_enter,
           (select count(*) from information_schema.tables where table_schema = 'vault') as visible"""
    )
    assert (row["usage"], row["may_enter"], row["visible"]) == (False, True, 0)

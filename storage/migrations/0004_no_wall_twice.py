"""A rating's idempotency key needs no index: an event has one first rating, so also one with this key."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0004_no_wall_twice.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0003_tallies_by_day")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

"""Tallies by city day, and by the hour only for the city and its districts."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0003_tallies_by_day.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0002_walls")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

"""Uniqueness, references, checks, indexes, tallies, the clock and the vault, as SQL one can read."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql"


def chapter(name: str) -> str:
    return (SQL / f"0002_{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    operations = [
        ops.RunSQL(chapter("clock")),
        ops.RunSQL(chapter("walls")),
        ops.RunSQL(chapter("tallies")),
        ops.RunSQL(chapter("vault")),
    ]

"""What strangers were told of the board's figures, batch by batch."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0010_board_told.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0009_visits")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

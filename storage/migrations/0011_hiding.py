"""How coarsely an order tells its agency of the visit while the rater is hidden."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0011_hiding.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0010_board_told")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

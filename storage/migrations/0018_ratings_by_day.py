"""An index for lists of the whole city's ratings by day."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0018_ratings_by_day.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0011_hiding")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

"""A column says which terms are alarms upon another term; until now only the end of the kind's name did."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0019_alarms.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0018_ratings_by_day"), ("models", "0017_enough")]

    operations = [
        ops.AddField(
            model_name="Deadline", name="is_alarm", field=fields.BooleanField(default=False, db_default=False)
        ),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

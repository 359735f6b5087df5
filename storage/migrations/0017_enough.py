"""From how many facts on a part of a score stands for itself; 0 in the plans that were there before it."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0017_enough.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0014_canonical_identities")]

    operations = [
        ops.AddField(model_name="WeightPlan", name="enough", field=fields.IntField(default=0, db_default=0)),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

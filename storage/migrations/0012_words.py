"""The rater's own words: a form for the agency, notes for it beside, and the finder's version."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0012_words.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0011_hiding")]

    operations = [
        ops.AddField(model_name="TextInspection", name="covered", field=fields.TextField(null=True, unique=False)),
        ops.AddField(model_name="TextInspection", name="finder", field=fields.SmallIntField(default=1, db_default=1)),
        ops.AddField(model_name="Evaluation", name="text_covered", field=fields.TextField(null=True, unique=False)),
        ops.AddField(model_name="Move", name="reason_covered", field=fields.TextField(null=True, unique=False)),
        ops.AlterField(model_name="ModerationAct", name="actor_id", field=fields.BigIntField(null=True)),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

"""Of two people at one draft the second is told; a contact that was looked at stays in sight of that session."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0013_drafts_and_looks.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0008_subscriptions")]

    operations = [
        ops.AddField(
            model_name="WorkOrder",
            name="reply_draft_version",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="WorkOrder",
            name="reply_draft_page",
            field=fields.CharField(null=True, max_length=24),
        ),
        ops.AddField(
            model_name="WorkOrder",
            name="drafted_by_id",
            field=fields.BigIntField(null=True),
        ),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

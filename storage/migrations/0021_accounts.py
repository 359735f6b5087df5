"""An account says when it was last used to sign in, and who locked it and why is kept."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0021_accounts.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0020_directory_revisions")]

    operations = [
        ops.CreateModel(
            name="AccountAct",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("account_id", fields.BigIntField()),
                ("act", fields.CharField(max_length=16)),
                ("reason", fields.CharField(null=True, max_length=500)),
                ("actor_id", fields.BigIntField(null=True)),
                ("actor_name", fields.CharField(max_length=60)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account_act",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One locking, unlocking or signing out of an account, by whom and why; append-only.",
            },
            bases=["Model"],
        ),
        ops.AddField(model_name="Account", name="signed_in_at", field=fields.DatetimeField(null=True)),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

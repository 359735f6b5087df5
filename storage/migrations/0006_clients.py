"""Clients have a public name and keys they sign their users' assertions with."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0006_clients.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0005_moderation")]

    operations = [
        ops.CreateModel(
            name="SigningKey",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("client_id", fields.BigIntField()),
                ("kid", fields.CharField(max_length=64)),
                ("algorithm", fields.CharField(max_length=8)),
                ("jwk", fields.TextField(unique=False)),
                ("valid_from", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("valid_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "signing_key",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A public key a channel signs its users' assertions with. The private half never comes here.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
    ]

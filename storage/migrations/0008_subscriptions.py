"""Third parties' addresses and every attempt to reach them; where a day begins in the ledger."""

from pathlib import Path

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0007_appraisals")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Delivery",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("webhook_id", fields.BigIntField()),
                ("event_id", fields.UUIDField()),
                ("position", fields.BigIntField(null=True)),
                ("kind", fields.CharField(max_length=40)),
                ("attempt", fields.IntField()),
                ("status", fields.CharField(max_length=16)),
                ("reason", fields.CharField(null=True, max_length=60)),
                ("response_code", fields.IntField(null=True)),
                ("took", fields.IntField(null=True)),
                ("headers", fields.TextField(null=True, unique=False)),
                ("sent", fields.TextField(null=True, unique=False)),
                ("answer", fields.TextField(null=True, unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("next_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "delivery",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One attempt. A test or a repeat waits here as PENDING until a worker takes it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Webhook",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("client_id", fields.BigIntField()),
                ("url", fields.CharField(max_length=500)),
                ("kinds", ArrayField(null=True, element_type="TEXT")),
                ("agency_id", fields.BigIntField(null=True)),
                ("document", fields.TextField(null=True, unique=False)),
                ("question", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("secret", fields.BinaryField()),
                ("previous_secret", fields.BinaryField(null=True)),
                ("previous_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("is_enabled", fields.BooleanField(default=True)),
                ("disabled_because", fields.CharField(null=True, max_length=200)),
                ("position", fields.BigIntField()),
                ("attempt", fields.IntField(default=0)),
                ("reason", fields.CharField(null=True, max_length=60)),
                ("next_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("delivered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("lease", fields.UUIDField(null=True)),
                ("leased_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "webhook",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One address of one client. `position` is the last event delivered; times are real, never the city's.",
            },
            bases=["Model"],
        ),
        ops.RunSQL((SQL / "0008_subscriptions.sql").read_text(encoding="utf-8")),
    ]

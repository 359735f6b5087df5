"""Moderation: what was found in a text, what was done with it and by whom; the queue's index."""

from pathlib import Path

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0004_no_wall_twice")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ModerationAct",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("evaluation_id", fields.BigIntField()),
                ("action", fields.CharField(max_length=12)),
                ("from_state", fields.CharField(null=True, max_length=10)),
                ("to_state", fields.CharField(null=True, max_length=10)),
                ("actor_role", fields.CharField(max_length=32)),
                ("actor_id", fields.BigIntField()),
                ("actor_name", fields.CharField(max_length=60)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("spans", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("version", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("on", fields.DateField()),
            ],
            options={
                "table": "moderation_act",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One append-only entry: who did what with a rating or its text, and why.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TextInspection",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=False)),
                ("half", fields.TextField(unique=False)),
                ("found", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("kinds", ArrayField(element_type="TEXT")),
                ("inspected_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "text_inspection",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a text has of personal data, found before anybody reads it. `id` is the rating's; `half` is the text as",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TextPostponement",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("evaluation_id", fields.BigIntField()),
                ("account_id", fields.BigIntField()),
            ],
            options={
                "table": "text_postponement",
                "app": "models",
                "pk_attr": "id",
                "table_description": "先放一放: this moderator looks at this text last.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Evaluation",
            name="moderation",
            field=fields.CharField(null=True, max_length=10),
        ),
        ops.AddField(
            model_name="Evaluation",
            name="moderation_version",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.RunSQL((SQL / "0005_moderation.sql").read_text(encoding="utf-8")),
    ]

"""Entries of the directory end on a day instead of being deleted, and every change of one is kept.

An item names the owners of its guide and of its platform and the version of its guide, which had a table of its own.
"""

from pathlib import Path

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0020_directory_revisions.sql"
ENDING = ("District", "Agency", "Hall", "Window", "Platform", "Channel", "Service", "StaffMember")


class Migration(migrations.Migration):
    dependencies = [("models", "0019_alarms")]

    operations = [
        ops.CreateModel(
            name="DirectoryRevision",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=16)),
                ("entry_id", fields.BigIntField()),
                ("code", fields.CharField(max_length=64)),
                ("name", fields.CharField(max_length=200)),
                ("change", fields.CharField(max_length=16)),
                ("fields_changed", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("source", fields.CharField(null=True, max_length=200)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("actor_kind", fields.CharField(max_length=10)),
                ("actor_role", fields.CharField(max_length=32, null=True)),
                ("actor_id", fields.BigIntField(null=True)),
                ("actor_name", fields.CharField(max_length=120)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("on", fields.DateField()),
            ],
            options={
                "table": "directory_revision",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One change of one entry, with its fields before and after; append-only.",
            },
            bases=["Model"],
        ),
        *(ops.AddField(model_name=name, name="ends_on", field=fields.DateField(null=True)) for name in ENDING),
        ops.AddField(model_name="Window", name="stages", field=ArrayField(null=True, element_type="text")),
        ops.AddField(model_name="StaffMember", name="starts_on", field=fields.DateField(null=True)),
        ops.AddField(model_name="Service", name="guide_owner_id", field=fields.BigIntField(null=True)),
        ops.AddField(model_name="Service", name="guide_version", field=fields.CharField(null=True, max_length=20)),
        ops.AddField(model_name="Service", name="platform_owner_id", field=fields.BigIntField(null=True)),
        ops.RunSQL(SQL.read_text(encoding="utf-8")),
        ops.DeleteModel(name="Guide"),
    ]

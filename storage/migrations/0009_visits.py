"""Ratings counted at their visit too: both sides of the share of those who rate count the same visits."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0009_visits.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0008_subscriptions")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

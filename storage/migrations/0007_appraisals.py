"""Performance: weight plans, periods, scores with their inputs, adjustments."""

from pathlib import Path

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

WALLS = (Path(__file__).parent / "sql" / "0007_appraisals.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("models", "0006_clients")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Appraisal",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("period_id", fields.BigIntField()),
                ("plan_id", fields.BigIntField()),
                ("subject_kind", fields.CharField(max_length=16)),
                ("agency_id", fields.BigIntField(null=True)),
                ("district_id", fields.BigIntField(null=True)),
                ("staff_id", fields.BigIntField(null=True)),
                ("subject_name", fields.CharField(max_length=120)),
                ("state", fields.CharField(max_length=8)),
                ("first_day", fields.DateField()),
                ("n", fields.IntField()),
                ("bad", fields.IntField()),
                ("waiting", fields.IntField()),
                ("total", fields.DecimalField(max_digits=9, decimal_places=4)),
                ("score", fields.DecimalField(null=True, max_digits=9, decimal_places=4)),
                ("margin", fields.DecimalField(null=True, max_digits=9, decimal_places=4)),
            ],
            options={
                "table": "appraisal",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One subject's score of one period. `total` is the arithmetic's result; `score` is null below the minimum n.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AppraisalAdjustment",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("appraisal_id", fields.BigIntField()),
                ("on", fields.DateField()),
                ("facts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("total", fields.DecimalField(max_digits=9, decimal_places=4)),
                ("score", fields.DecimalField(null=True, max_digits=9, decimal_places=4)),
            ],
            options={
                "table": "appraisal_adjustment",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a settled score would be now, and why; `total` and `score` as there. Rows are added, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AppraisalFigure",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("appraisal_id", fields.BigIntField()),
                ("place", fields.IntField()),
                ("key", fields.CharField(max_length=40)),
                ("numerator", fields.DecimalField(max_digits=18, decimal_places=4)),
                ("denominator", fields.DecimalField(max_digits=18, decimal_places=4)),
                ("group_mean", fields.DecimalField(null=True, max_digits=9, decimal_places=4)),
                ("value", fields.DecimalField(null=True, max_digits=12, decimal_places=6)),
                ("low", fields.DecimalField(null=True, max_digits=12, decimal_places=6)),
                ("high", fields.DecimalField(null=True, max_digits=12, decimal_places=6)),
                ("n", fields.IntField()),
                ("weight", fields.DecimalField(max_digits=7, decimal_places=4)),
                ("points", fields.DecimalField(null=True, max_digits=9, decimal_places=4)),
                ("by_day", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "appraisal_figure",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One figure of a score with its inputs: numerator and denominator, the same by day, weight and points.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AppraisalPeriod",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(max_length=8)),
                ("first_day", fields.DateField()),
                ("last_day", fields.DateField()),
                ("state", fields.CharField(max_length=8)),
                ("computed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("settled_by_id", fields.BigIntField(null=True)),
                ("settled_by_name", fields.CharField(null=True, max_length=60)),
            ],
            options={
                "table": "appraisal_period",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A month or a quarter that is scored: running, computed for HR to look at, settled.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WeightPlan",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=16)),
                ("version", fields.IntField()),
                ("state", fields.CharField(max_length=10)),
                ("effective_from", fields.DateField()),
                ("weights", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("minimum", fields.IntField()),
                ("shrinkage", fields.IntField()),
                ("cutoff_days", fields.IntField()),
                ("points", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("reason", fields.CharField(max_length=500)),
                ("authority", fields.CharField(max_length=16)),
                ("author_id", fields.BigIntField(null=True)),
                ("author_name", fields.CharField(max_length=60)),
                ("approver_id", fields.BigIntField(null=True)),
                ("approver_name", fields.CharField(null=True, max_length=60)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("adopted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "weight_plan",
                "app": "models",
                "pk_attr": "id",
                "table_description": "How the figures of one kind of subject make a score, from a day on. Adopted, it never changes again.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(WALLS),
    ]

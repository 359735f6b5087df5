"""Performance: weight plans, periods, scores with what they were computed from, and what changed after settlement."""

from tortoise import fields
from tortoise.models import Model


class WeightPlan(Model):
    """How the figures of one kind of subject make a score, from a day on. Adopted, it never changes again."""

    id = fields.BigIntField(primary_key=True)
    subject_kind = fields.CharField(max_length=16)
    version = fields.IntField()
    state = fields.CharField(max_length=10)
    effective_from = fields.DateField()
    weights: fields.Field[dict[str, str]] = fields.JSONField()
    minimum = fields.IntField()
    shrinkage = fields.IntField()
    enough = fields.IntField(default=0, db_default=0)
    cutoff_days = fields.IntField()
    points: fields.Field[dict[str, str]] = fields.JSONField()
    reason = fields.CharField(max_length=500)
    authority = fields.CharField(max_length=16)
    author_id = fields.BigIntField(null=True)
    author_name = fields.CharField(max_length=60)
    approver_id = fields.BigIntField(null=True)
    approver_name = fields.CharField(max_length=60, null=True)
    changed_at = fields.DatetimeField()
    adopted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "weight_plan"


class AppraisalPeriod(Model):
    """A month or a quarter that is scored: running, computed for HR to look at, settled."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=8)
    first_day = fields.DateField()
    last_day = fields.DateField()
    state = fields.CharField(max_length=8)
    computed_at = fields.DatetimeField(null=True)
    settled_at = fields.DatetimeField(null=True)
    settled_by_id = fields.BigIntField(null=True)
    settled_by_name = fields.CharField(max_length=60, null=True)

    class Meta:
        table = "appraisal_period"


class Appraisal(Model):
    """One subject's score of one period. `total` is the arithmetic's result; `score` is null below the minimum n."""

    id = fields.BigIntField(primary_key=True)
    period_id = fields.BigIntField()
    plan_id = fields.BigIntField()
    subject_kind = fields.CharField(max_length=16)
    agency_id = fields.BigIntField(null=True)
    district_id = fields.BigIntField(null=True)
    staff_id = fields.BigIntField(null=True)
    subject_name = fields.CharField(max_length=120)
    state = fields.CharField(max_length=8)
    first_day = fields.DateField()
    n = fields.IntField()
    bad = fields.IntField()
    waiting = fields.IntField()
    total = fields.DecimalField(max_digits=9, decimal_places=4)
    score = fields.DecimalField(max_digits=9, decimal_places=4, null=True)
    margin = fields.DecimalField(max_digits=9, decimal_places=4, null=True)

    class Meta:
        table = "appraisal"


class AppraisalFigure(Model):
    """One figure of a score with its inputs: numerator and denominator, the same by day, weight and points."""

    id = fields.BigIntField(primary_key=True)
    appraisal_id = fields.BigIntField()
    place = fields.IntField()
    key = fields.CharField(max_length=40)
    numerator = fields.DecimalField(max_digits=18, decimal_places=4)
    denominator = fields.DecimalField(max_digits=18, decimal_places=4)
    group_mean = fields.DecimalField(max_digits=9, decimal_places=4, null=True)
    value = fields.DecimalField(max_digits=12, decimal_places=6, null=True)
    low = fields.DecimalField(max_digits=12, decimal_places=6, null=True)
    high = fields.DecimalField(max_digits=12, decimal_places=6, null=True)
    n = fields.IntField()
    weight = fields.DecimalField(max_digits=7, decimal_places=4)
    points = fields.DecimalField(max_digits=9, decimal_places=4, null=True)
    by_day: fields.Field[list[object]] = fields.JSONField()

    class Meta:
        table = "appraisal_figure"


class AppraisalAdjustment(Model):
    """What a settled score would be now, and why; `total` and `score` as there. Rows are added, never changed."""

    id = fields.BigIntField(primary_key=True)
    appraisal_id = fields.BigIntField()
    on = fields.DateField()
    facts: fields.Field[list[object]] = fields.JSONField()
    total = fields.DecimalField(max_digits=9, decimal_places=4)
    score = fields.DecimalField(max_digits=9, decimal_places=4, null=True)

    class Meta:
        table = "appraisal_adjustment"

"""Time and rules as rows: deadlines, working-day calendar, rule profiles."""

from tortoise import fields
from tortoise.models import Model


class Deadline(Model):
    """An obligation with its arithmetic: what rule, counted from when, in which calendar version, due when.

    `kind` is a term (SIGN, CONTACT, RECTIFY, REVIEW, CALLBACK, FINAL) or, with `is_alarm`, the yellow alarm before the
    end of one (CONTACT_YELLOW …).
    Open while met_at, fired_at (alarms and expiry) and cancelled_at are null.
    """

    id = fields.BigIntField(primary_key=True)
    subject_kind = fields.CharField(max_length=20)
    subject_id = fields.BigIntField()
    kind = fields.CharField(max_length=24)
    is_alarm = fields.BooleanField(default=False, db_default=False)
    generation = fields.IntField(default=1)
    owner = fields.CharField(max_length=32)
    rule = fields.CharField(max_length=40)
    profile_id = fields.BigIntField()
    authority = fields.CharField(max_length=16)
    counted_from = fields.DateField()
    days = fields.IntField()
    day_type = fields.CharField(max_length=10)
    calendar_version = fields.IntField()
    due_on = fields.DateField()
    due_at = fields.DatetimeField()
    provisional = fields.BooleanField(default=False)
    met_at = fields.DatetimeField(null=True)
    fired_at = fields.DatetimeField(null=True)
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "deadline"


class CalendarDay(Model):
    """One day of the working-day calendar; the only truth about what counts."""

    day = fields.DateField(primary_key=True)
    is_working = fields.BooleanField()
    name = fields.CharField(max_length=60, null=True)
    source = fields.CharField(max_length=24)
    provisional = fields.BooleanField(default=False)
    version = fields.IntField(default=1)

    class Meta:
        table = "calendar_day"


class RuleProfile(Model):
    """A named set of rules with effective dates, e.g. shenzhen-2021."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=40)
    version = fields.IntField()
    name = fields.CharField(max_length=120)
    effective_from = fields.DateField()
    effective_to = fields.DateField(null=True)

    class Meta:
        table = "rule_profile"


class Rule(Model):
    """One value of a profile with its authority (seed, text, upstream, ours) and where it was seen."""

    id = fields.BigIntField(primary_key=True)
    profile_id = fields.BigIntField()
    key = fields.CharField(max_length=40)
    value = fields.IntField()
    unit = fields.CharField(max_length=16)
    authority = fields.CharField(max_length=16)
    note = fields.CharField(max_length=200)

    class Meta:
        table = "rule"

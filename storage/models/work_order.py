"""The promise to mend: orders, their moves, findings, callbacks and frozen evidence."""

from tortoise import fields
from tortoise.models import Model


class WorkOrder(Model):
    """One order per bad rating. `agency_id` is who must mend; `version` lets a second officer lose clearly."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=12)
    evaluation_id = fields.BigIntField()
    agency_id = fields.BigIntField()
    district_id = fields.BigIntField()
    rated_staff_id = fields.BigIntField(null=True)
    state = fields.CharField(max_length=20)
    version = fields.IntField(default=1)
    is_urgent = fields.BooleanField()
    is_hidden = fields.BooleanField()
    cause = fields.CharField(max_length=24)
    dispatched_at = fields.DatetimeField()
    dispatched_on = fields.DateField()
    next_due_at = fields.DatetimeField()
    officer_id = fields.BigIntField(null=True)
    contacted_at = fields.DatetimeField(null=True)
    urged = fields.IntField(default=0)
    supervision = fields.IntField(default=0)
    measures = fields.TextField(null=True)
    reply_draft = fields.TextField(null=True)
    # The draft of the answer is nobody's move: its version is its own, beside who saved it, and on which opened page.
    reply_draft_version = fields.IntField(default=0, db_default=0)
    reply_draft_page = fields.CharField(max_length=24, null=True)
    drafted_by_id = fields.BigIntField(null=True)
    reply = fields.TextField(null=True)
    replied_on = fields.DateField(null=True)
    handler_id = fields.BigIntField(null=True)
    submitted_at = fields.DatetimeField(null=True)
    approved_at = fields.DatetimeField(null=True)
    callback = fields.CharField(max_length=20, null=True)
    called_back_at = fields.DatetimeField(null=True)
    reopened = fields.IntField(default=0)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "work_order"


class Move(Model):
    """One append-only entry of an order's life."""

    id = fields.BigIntField(primary_key=True)
    work_order_id = fields.BigIntField()
    move = fields.CharField(max_length=32)
    from_state = fields.CharField(max_length=20, null=True)
    to_state = fields.CharField(max_length=20)
    actor_kind = fields.CharField(max_length=10)
    actor_role = fields.CharField(max_length=32, null=True)
    actor_id = fields.BigIntField(null=True)
    actor_name = fields.CharField(max_length=60)
    reason = fields.TextField(null=True)
    reason_covered = fields.TextField(null=True)  # as an agency reads it that the rater is hidden from
    at = fields.DatetimeField()
    on = fields.DateField()

    class Meta:
        table = "work_order_move"


class Finding(Model):
    """What was verified. The newest of an order counts."""

    id = fields.BigIntField(primary_key=True)
    work_order_id = fields.BigIntField()
    verdict = fields.CharField(max_length=24)
    attribution = fields.CharField(max_length=16)
    cause = fields.CharField(max_length=24)
    staff_id = fields.BigIntField(null=True)
    service_event_id = fields.BigIntField(null=True)
    note = fields.TextField()
    found_by_id = fields.BigIntField()
    found_at = fields.DatetimeField()

    class Meta:
        table = "finding"


class CallbackTry(Model):
    """One attempt to ask the rater whether the mending is good."""

    id = fields.BigIntField(primary_key=True)
    work_order_id = fields.BigIntField()
    round = fields.IntField()
    outcome = fields.CharField(max_length=20)
    note = fields.TextField(null=True)
    called_by_id = fields.BigIntField()
    called_at = fields.DatetimeField()
    called_on = fields.DateField()

    class Meta:
        table = "callback_try"


class Evidence(Model):
    """What was known when the bad rating came in: roster, counter, guide version. Written once."""

    id = fields.BigIntField(primary_key=True)
    work_order_id = fields.BigIntField()
    snapshot: fields.Field[dict[str, object]] = fields.JSONField()
    frozen_at = fields.DatetimeField()

    class Meta:
        table = "evidence"

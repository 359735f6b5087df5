"""What others must hear of: the outbox inside each transaction, and the chained ledger after it."""

from tortoise import fields
from tortoise.models import Model


class Outbox(Model):
    """An event that became true in this transaction; the relay moves it to the ledger."""

    id = fields.BigIntField(primary_key=True)
    event_id = fields.UUIDField()
    kind = fields.CharField(max_length=40)
    subject_kind = fields.CharField(max_length=20)
    subject_id = fields.BigIntField()
    agency_id = fields.BigIntField(null=True)
    actor_kind = fields.CharField(max_length=10)
    actor_role = fields.CharField(max_length=32, null=True)
    actor_id = fields.BigIntField(null=True)
    facts: fields.Field[dict[str, object]] = fields.JSONField()
    occurred_at = fields.DatetimeField()

    class Meta:
        table = "outbox"


class Ledger(Model):
    """The one sequence: position without gaps, each hash chained to the previous."""

    position = fields.BigIntField(primary_key=True, generated=False)
    event_id = fields.UUIDField()
    kind = fields.CharField(max_length=40)
    subject_kind = fields.CharField(max_length=20)
    subject_id = fields.BigIntField()
    agency_id = fields.BigIntField(null=True)
    actor_kind = fields.CharField(max_length=10)
    actor_role = fields.CharField(max_length=32, null=True)
    actor_id = fields.BigIntField(null=True)
    facts: fields.Field[dict[str, object]] = fields.JSONField()
    occurred_at = fields.DatetimeField()
    occurred_on = fields.DateField()
    previous = fields.BinaryField()
    hash = fields.BinaryField()

    class Meta:
        table = "ledger"

"""Third parties' addresses: where rating events are delivered, how far each has got, and every attempt."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Webhook(Model):
    """One address of one client. `position` is the last event delivered; times are real, never the city's."""

    id = fields.BigIntField(primary_key=True)
    client_id = fields.BigIntField()
    url = fields.CharField(max_length=500)
    kinds = ArrayField("text", null=True)
    agency_id = fields.BigIntField(null=True)
    document = fields.TextField(null=True)
    question: fields.Field[dict[str, object] | None] = fields.JSONField(null=True)
    secret = fields.BinaryField()
    previous_secret = fields.BinaryField(null=True)
    previous_until = fields.DatetimeField(null=True)
    is_enabled = fields.BooleanField(default=True)
    disabled_because = fields.CharField(max_length=200, null=True)
    position = fields.BigIntField()
    attempt = fields.IntField(default=0)
    reason = fields.CharField(max_length=60, null=True)
    next_at = fields.DatetimeField()
    delivered_at = fields.DatetimeField(null=True)
    lease = fields.UUIDField(null=True)
    leased_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "webhook"


class Delivery(Model):
    """One attempt. A test or a repeat waits here as PENDING until a worker takes it."""

    id = fields.BigIntField(primary_key=True)
    webhook_id = fields.BigIntField()
    event_id = fields.UUIDField()
    position = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=40)
    attempt = fields.IntField()
    status = fields.CharField(max_length=16)
    reason = fields.CharField(max_length=60, null=True)
    response_code = fields.IntField(null=True)
    took = fields.IntField(null=True)
    headers = fields.TextField(null=True)
    sent = fields.TextField(null=True)
    answer = fields.TextField(null=True)
    at = fields.DatetimeField()
    next_at = fields.DatetimeField(null=True)

    class Meta:
        table = "delivery"

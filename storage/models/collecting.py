"""What happened and may be rated: service events and the right to rate each of them once."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class ServiceEvent(Model):
    """The n-th service within a case: one collection point. The rater is only a random reference into the vault."""

    id = fields.BigIntField(primary_key=True)
    case_number = fields.CharField(max_length=50)
    service_number = fields.IntField()
    stage = fields.CharField(max_length=16)
    service_id = fields.BigIntField()
    agency_id = fields.BigIntField()
    district_id = fields.BigIntField()
    hall_id = fields.BigIntField(null=True)
    window_id = fields.BigIntField(null=True)
    staff_id = fields.BigIntField(null=True)
    happened_at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()
    client_id = fields.BigIntField(null=True)
    rater_ref = fields.UUIDField(null=True)

    class Meta:
        table = "service_event"


class Invitation(Model):
    """The right to rate one service event once. `entries` are those whose proof has been given out."""

    id = fields.BigIntField(primary_key=True)
    service_event_id = fields.BigIntField()
    entries = ArrayField("text")
    issued_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "invitation"

"""What was said: one first rating per service event, its dimensions and tags."""

from tortoise import fields
from tortoise.models import Model


class Evaluation(Model):
    """A rating. Server time only; texts are stored per reader (raw, masked, public) because masks are choices of
    column.
    """

    id = fields.BigIntField(primary_key=True)
    service_event_id = fields.BigIntField()
    form_id = fields.BigIntField()
    level = fields.CharField(max_length=24)
    kind = fields.CharField(max_length=16)
    entry = fields.CharField(max_length=16)
    stage = fields.CharField(max_length=16)
    standing = fields.CharField(max_length=8, default="VALID")
    assurance = fields.CharField(max_length=16)
    agency_id = fields.BigIntField()
    district_id = fields.BigIntField()
    service_id = fields.BigIntField()
    hall_id = fields.BigIntField(null=True)
    window_id = fields.BigIntField(null=True)
    staff_id = fields.BigIntField(null=True)
    client_id = fields.BigIntField(null=True)
    text_raw = fields.TextField(null=True)
    text_covered = fields.TextField(null=True)  # as an agency reads it at once that the rater is hidden from
    text_masked = fields.TextField(null=True)
    text_public = fields.TextField(null=True)
    anonymous_to_agency = fields.BooleanField()
    rater_ref = fields.UUIDField(null=True)
    rated_at = fields.DatetimeField()
    rated_on = fields.DateField()
    shown_to_staff_on = fields.DateField(null=True)
    receipt_index = fields.BinaryField()
    idempotency_key = fields.CharField(max_length=80, null=True)
    input_hash = fields.BinaryField()
    moderation = fields.CharField(max_length=10, null=True)
    moderation_version = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "evaluation"


class EvaluationDimension(Model):
    """The level given to one dimension."""

    id = fields.BigIntField(primary_key=True)
    evaluation_id = fields.BigIntField()
    dimension_id = fields.BigIntField()
    level = fields.CharField(max_length=24)

    class Meta:
        table = "evaluation_dimension"


class EvaluationTag(Model):
    """One reason ticked."""

    id = fields.BigIntField(primary_key=True)
    evaluation_id = fields.BigIntField()
    tag_id = fields.BigIntField()

    class Meta:
        table = "evaluation_tag"

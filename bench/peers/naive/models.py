"""The tables that are measured, as tortoise models with relations."""

from tortoise import fields
from tortoise.models import Model


class Agency(Model):
    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=18)
    name = fields.CharField(max_length=120)
    district_id = fields.BigIntField()

    class Meta:
        table = "agency"


class Service(Model):
    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=33)
    name = fields.CharField(max_length=200)

    class Meta:
        table = "service"


class Tag(Model):
    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=16)
    text = fields.CharField(max_length=60)

    class Meta:
        table = "tag"


class Evaluation(Model):
    id = fields.BigIntField(primary_key=True)
    service_event_id = fields.BigIntField()
    form_id = fields.BigIntField()
    level = fields.CharField(max_length=24)
    kind = fields.CharField(max_length=16)
    entry = fields.CharField(max_length=16)
    stage = fields.CharField(max_length=16)
    standing = fields.CharField(max_length=8, default="VALID")
    assurance = fields.CharField(max_length=16)
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField("models.Agency")
    district_id = fields.BigIntField()
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField("models.Service")
    text_raw = fields.TextField(null=True)
    anonymous_to_agency = fields.BooleanField()
    rated_at = fields.DatetimeField()
    rated_on = fields.DateField()
    receipt_index = fields.BinaryField()
    input_hash = fields.BinaryField()
    tags: fields.ManyToManyRelation[Tag] = fields.ManyToManyField(
        "models.Tag", through="evaluation_tag", forward_key="tag_id", backward_key="evaluation_id"
    )
    work_order: fields.BackwardOneToOneRelation["WorkOrder"]

    class Meta:
        table = "evaluation"


class WorkOrder(Model):
    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=12)
    evaluation: fields.OneToOneRelation[Evaluation] = fields.OneToOneField(
        "models.Evaluation", related_name="work_order"
    )
    state = fields.CharField(max_length=20)
    dispatched_on = fields.DateField()

    class Meta:
        table = "work_order"


class TallyDay(Model):
    """Has no single key; tortoise wants one, and filtering never uses it."""

    scope = fields.TextField(primary_key=True)
    scope_id = fields.BigIntField()
    day = fields.DateField()
    events = fields.IntField()
    very_satisfied = fields.IntField()
    satisfied = fields.IntField()
    fairly_satisfied = fields.IntField()
    dissatisfied = fields.IntField()
    very_dissatisfied = fields.IntField()

    class Meta:
        table = "tally_day"


class Ledger(Model):
    position = fields.BigIntField(primary_key=True)
    event_id = fields.UUIDField()
    kind = fields.CharField(max_length=40)
    subject_kind = fields.CharField(max_length=20)
    subject_id = fields.BigIntField()
    occurred_on = fields.DateField()

    class Meta:
        table = "ledger"

"""A text on its way to the public: what was found in it, what was done with it, who put it off."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class TextInspection(Model):
    """What a text has of personal data, found before anybody reads it. `id` is the rating's; `half` is the text as
    moderators read it, character for character in its place; `covered` as the agency does while the rater is hidden;
    `finder` is the version of what looked (domain/personal/detecting.py).
    """

    id = fields.BigIntField(primary_key=True, generated=False)
    half = fields.TextField()
    found: fields.Field[list[object]] = fields.JSONField()
    kinds = ArrayField("text")
    inspected_at = fields.DatetimeField()
    covered = fields.TextField(null=True)
    finder = fields.SmallIntField(default=1, db_default=1)

    class Meta:
        table = "text_inspection"


class ModerationAct(Model):
    """One append-only entry: who did what with a rating or its text, and why."""

    id = fields.BigIntField(primary_key=True)
    evaluation_id = fields.BigIntField()
    action = fields.CharField(max_length=12)
    from_state = fields.CharField(max_length=10, null=True)
    to_state = fields.CharField(max_length=10, null=True)
    actor_role = fields.CharField(max_length=32)
    actor_id = fields.BigIntField(null=True)
    actor_name = fields.CharField(max_length=60)
    reason = fields.TextField(null=True)
    spans: fields.Field[list[object] | None] = fields.JSONField(null=True)
    version = fields.IntField()
    at = fields.DatetimeField()
    on = fields.DateField()

    class Meta:
        table = "moderation_act"


class TextPostponement(Model):
    """先放一放: this moderator looks at this text last."""

    id = fields.BigIntField(primary_key=True)
    evaluation_id = fields.BigIntField()
    account_id = fields.BigIntField()

    class Meta:
        table = "text_postponement"

"""What is asked: versioned forms, their dimensions, and the tags of each level. Rows in force are never changed."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Form(Model):
    """The questions of one scene (ONLINE, WINDOW, HOTLINE) from a date on."""

    id = fields.BigIntField(primary_key=True)
    scene = fields.CharField(max_length=16)
    version = fields.IntField()
    text_limit = fields.IntField()
    effective_from = fields.DateField()
    effective_to = fields.DateField(null=True)

    class Meta:
        table = "form"


class Dimension(Model):
    """One question of a form, about one target."""

    id = fields.BigIntField(primary_key=True)
    form_id = fields.BigIntField()
    code = fields.CharField(max_length=32)
    name = fields.CharField(max_length=60)
    name_en = fields.CharField(max_length=60)
    target = fields.CharField(max_length=16)
    position = fields.IntField()

    class Meta:
        table = "dimension"


class Tag(Model):
    """A reason that belongs to one level; `extended` ones stand behind “more”. `cause` suggests the route."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=16)
    version = fields.IntField()
    level = fields.CharField(max_length=24)
    text = fields.CharField(max_length=60)
    text_en = fields.CharField(max_length=120)
    extended = fields.BooleanField()
    cause = fields.CharField(max_length=24, null=True)
    scenes = ArrayField("text")
    position = fields.IntField()
    effective_from = fields.DateField()
    effective_to = fields.DateField(null=True)

    class Meta:
        table = "tag"

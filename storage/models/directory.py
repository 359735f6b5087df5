"""The directory: who serves where. Small, slow-changing tables that views keep in memory as references.

Nothing is deleted; `ends_on` is the last day an entry is in use.
"""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class District(Model):
    """A district, a new-district committee, or the city itself (for municipal bureaus)."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=12)
    name = fields.CharField(max_length=60)
    name_en = fields.CharField(max_length=60, null=True)
    is_city = fields.BooleanField(default=False)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "district"


class Agency(Model):
    """A government unit. `code` is the 18-digit unified social credit code."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=18)
    name = fields.CharField(max_length=120)
    name_en = fields.CharField(max_length=120, null=True)
    district_id = fields.BigIntField()
    parent_id = fields.BigIntField(null=True)
    is_managing = fields.BooleanField(default=False)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "agency"


class Hall(Model):
    """A service hall; `agency_id` is the centre that manages it."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=32)
    name = fields.CharField(max_length=120)
    name_en = fields.CharField(max_length=120, null=True)
    district_id = fields.BigIntField()
    agency_id = fields.BigIntField()
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "hall"


class Window(Model):
    """A counter of a hall.

    `stages`: what is done there; null: not said.
    """

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=32)
    name = fields.CharField(max_length=60)
    hall_id = fields.BigIntField()
    stages: fields.Field[list[str] | None] = ArrayField("text", null=True)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "service_window"


class Platform(Model):
    """An online platform and the agency that owns it: bad ratings about the platform go there."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=32)
    name = fields.CharField(max_length=60)
    agency_id = fields.BigIntField()
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "platform"


class Service(Model):
    """A service item (事项); `code` has at most 33 characters.

    `guide_owner_id` and `platform_owner_id`: the agencies that answer for its guide and for the platform it runs on.
    """

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=33)
    name = fields.CharField(max_length=200)
    name_en = fields.CharField(max_length=200, null=True)
    agency_id = fields.BigIntField()
    guide_owner_id = fields.BigIntField(null=True)
    guide_version = fields.CharField(max_length=20, null=True)
    platform_owner_id = fields.BigIntField(null=True)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "service"


class StaffMember(Model):
    """A person who serves: `agency_id` is the employer, who answers for conduct."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=32)
    name = fields.CharField(max_length=60)
    agency_id = fields.BigIntField()
    hall_id = fields.BigIntField(null=True)
    window_id = fields.BigIntField(null=True)
    duty = fields.CharField(max_length=16, default="WINDOW")
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "staff_member"


class Channel(Model):
    """A channel frontend of the city (docs/rules.md §3.3) and the platform it is."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=32)
    name = fields.CharField(max_length=60)
    is_online = fields.BooleanField()
    platform_id = fields.BigIntField(null=True)
    ends_on = fields.DateField(null=True)

    class Meta:
        table = "channel"


class DirectoryRevision(Model):
    """One change of one entry, with its fields before and after; append-only."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    entry_id = fields.BigIntField()
    code = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    change = fields.CharField(max_length=16)
    fields_changed: fields.Field[list[object]] = fields.JSONField()
    source = fields.CharField(max_length=200, null=True)
    reason = fields.TextField(null=True)
    actor_kind = fields.CharField(max_length=10)
    actor_role = fields.CharField(max_length=32, null=True)
    actor_id = fields.BigIntField(null=True)
    actor_name = fields.CharField(max_length=120)
    at = fields.DatetimeField()
    on = fields.DateField()

    class Meta:
        table = "directory_revision"

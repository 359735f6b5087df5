"""An account says why it is locked and when it was last used to sign in."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0020_directory_revisions")]

    operations = [
        ops.AddField(model_name="Account", name="locked_because", field=fields.CharField(null=True, max_length=500)),
        ops.AddField(model_name="Account", name="signed_in_at", field=fields.DatetimeField(null=True)),
    ]

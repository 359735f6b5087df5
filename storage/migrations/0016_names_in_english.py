"""English names in the directory, where somebody has written them."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0014_canonical_identities")]

    operations = [
        ops.AddField(model_name=model, name="name_en", field=fields.CharField(null=True, max_length=longest))
        for model, longest in (("District", 60), ("Agency", 120), ("Hall", 120), ("Service", 200))
    ]

"""One form of what people and systems write: the vault knows in which form it hashed; logins are small letters."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

SQL = Path(__file__).parent / "sql" / "0014_canonical_identities.sql"


class Migration(migrations.Migration):
    dependencies = [("models", "0010_board_told")]

    operations = [ops.RunSQL(SQL.read_text(encoding="utf-8"))]

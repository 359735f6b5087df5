"""Finds a person's references by keyed hashes, without decrypting anything in the vault."""

from typing import Final
from uuid import UUID

from domain.vault.identity import Identity, index
from storage.transactions import execute, fetch, transaction

MOST: Final = 1000

# The number of a document identifies a person. A mobile number alone does not: families share one, and numbers are
# reissued; so it finds only visits for which no document was recorded.
FIND: Final = """
select ref from vault.identity
where person_index = $1 or (mobile_index = $2 and person_index is null)
order by created_at desc, ref limit $3
"""


async def refs_of(identity: Identity) -> tuple[UUID, ...]:
    """The references of this person's visits, the newest MOST. The numbers asked for are not stored."""
    asked = identity.canonical()
    person, mobile = index("person", asked.id_number), index("mobile", asked.mobile)
    async with transaction():
        await execute("set local role haochaping_vault")
        rows = await fetch(FIND, person, mobile, MOST)
        await execute("set local role none")
    return tuple(row["ref"] for row in rows)

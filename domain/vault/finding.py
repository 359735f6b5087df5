"""Finding a person's references by keyed hashes: the vault is asked whether it knows somebody, and never opened."""

from typing import Final
from uuid import UUID

from domain.vault.identity import Identity, index
from storage.transactions import transaction

MOST: Final = 1000

# A number of an identity document decides. A mobile number alone is no person: families share one, and numbers are
# given out anew; so it finds only the visits of whoever showed no document.
FIND: Final = """
select ref from vault.identity
where person_index = $1 or (mobile_index = $2 and person_index is null)
order by created_at desc, ref limit $3
"""


async def refs_of(identity: Identity) -> tuple[UUID, ...]:
    """The references of this person's visits, the newest thousand. What is asked is stored nowhere."""
    asked = identity.canonical()
    person, mobile = index("person", asked.id_number), index("mobile", asked.mobile)
    async with transaction() as connection:
        await connection.execute("set local role haochaping_vault")
        rows = await connection.fetch(FIND, person, mobile, MOST)
        await connection.execute("set local role none")
    return tuple(row["ref"] for row in rows)

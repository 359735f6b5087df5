"""Bringing what stands in the vault into today's form, a few hundred at a time, while everybody goes on working."""

from typing import Final

from domain.vault import identity
from storage.transactions import transaction

AT_ONCE: Final = 500


async def renew() -> int:
    """Until nothing is left of an older form; how many there were. Interrupted, it goes on where it stopped."""
    done = 0
    while True:
        async with transaction() as connection:
            renewed = await identity.renew(connection, AT_ONCE)
        done += renewed
        if renewed < AT_ONCE:
            return done

"""Converts identities of an older form, a few hundred at a time, while the city keeps working."""

from typing import Final

from domain.vault import identity
from storage.transactions import transaction

AT_ONCE: Final = 500


async def renew() -> int:
    """Convert all identities of an older form; returns how many. Interrupted, it continues next time."""
    done = 0
    while True:
        async with transaction():
            renewed = await identity.renew(AT_ONCE)
        done += renewed
        if renewed < AT_ONCE:
            return done

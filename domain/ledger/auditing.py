"""The auditor's check of the ledger's whole chain."""

from dataclasses import dataclass

from domain import policy
from domain.actor import Actor
from domain.ledger.relaying import head, verify


@dataclass(frozen=True, slots=True)
class Audited:
    """The ledger's last position, and the first entry that was altered; None if there is none."""

    position: int
    wrong: int | None


async def audit(*, by: Actor) -> Audited:
    """Recompute the whole chain; changes nothing."""
    policy.require(by, "ledger.verify")
    last = await head()
    return Audited(last[0] if last else 0, await verify())

"""The auditor's look at the chain: every entry from the first to the last, now."""

from dataclasses import dataclass

from domain import policy
from domain.actor import Actor
from domain.ledger.relaying import head, verify


@dataclass(frozen=True, slots=True)
class Audited:
    """How far the ledger goes, and the first entry that is not as it was written; None: all are."""

    position: int
    wrong: int | None


async def audit(*, by: Actor) -> Audited:
    """Recompute the whole chain. Nothing is changed by looking."""
    policy.require(by, "ledger.verify")
    last = await head()
    return Audited(last[0] if last else 0, await verify())

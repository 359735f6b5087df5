"""The ledger: one sequence of all that became true, chained by hash."""

from domain.ledger.relaying import Relayed, head, relay, verify

__all__ = ["Relayed", "head", "relay", "verify"]

"""The ledger: one sequence of all that became true, chained by hash."""

from domain.ledger.relaying import Relayed, relay, verify

__all__ = ["Relayed", "relay", "verify"]

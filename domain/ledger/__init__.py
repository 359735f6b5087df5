"""The ledger: one sequence of all that became true, chained by hash."""

from domain.ledger.auditing import Audited, audit
from domain.ledger.relaying import Relayed, head, relay, verify

__all__ = ["Audited", "Relayed", "audit", "head", "relay", "verify"]

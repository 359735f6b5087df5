"""The ledger: all events in one sequence, chained by hash."""

from domain.ledger.auditing import Audited, audit
from domain.ledger.relaying import Relayed, head, relay, verify

__all__ = ["Audited", "Relayed", "audit", "head", "relay", "verify"]

"""Background work: terms that run out, the relay to the ledger, deliveries, daily jobs."""

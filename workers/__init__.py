"""What happens later: terms that run out, the relay to the ledger, the daily work."""

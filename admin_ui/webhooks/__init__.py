"""Webhooks of third parties: who gets events, how far each has got, and the actions on them."""

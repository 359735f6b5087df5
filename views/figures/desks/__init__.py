"""Counts for the pages of HR, of the security administrator and of the operators of webhooks."""

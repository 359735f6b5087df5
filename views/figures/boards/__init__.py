"""Boards: figures summed for many scopes at once, compiled from what is asked."""

"""Moderation: texts that wait, suspect ratings, the log, and the standards."""

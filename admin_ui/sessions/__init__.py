"""Signing in and out, coming back to a form, and who waits after wrong passwords."""

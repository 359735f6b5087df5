"""Signing in and out, returning to a form after sign-in, and sign-ins slowed by wrong passwords."""

"""Models, migrations and connections; the rules are in `domain`."""

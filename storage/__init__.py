"""The tables: what can be. Models, migrations, connections; no rule lives here."""

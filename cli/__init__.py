"""The command line for operators: `haochaping …`.

Each command is a module with a Typer called `app`; `main` lists them.
"""

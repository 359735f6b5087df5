"""Compiles what is asked into an SQL statement and a builder of answers.

This package knows no particular noun; views/nouns declares them.
"""

from views.compiling import telling as telling  # fills objects.TELL before anything is compiled

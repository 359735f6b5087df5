"""How a question becomes a statement and a builder. Knows no noun: what can be seen is declared in `nouns`."""

from views.compiling import telling as telling  # the table of what can be told is filled before anything is compiled

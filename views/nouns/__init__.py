"""Declares what can be seen, with one file per noun; views/compiling reads it."""

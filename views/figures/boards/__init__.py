"""The board: sums for many places at once, compiled from what is asked of it."""

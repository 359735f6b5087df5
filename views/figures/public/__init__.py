"""Public figures: the places of the board, and their figures, live or as published."""

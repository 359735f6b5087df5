"""What everybody may read: the places of the board, and their figures live or as they were published."""

"""One file for each noun the public meets: a rating, its progress, the board."""

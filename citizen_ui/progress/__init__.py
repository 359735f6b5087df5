"""Following one's own rating by its receipt."""

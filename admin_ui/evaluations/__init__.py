"""The ratings as far as one's role reaches."""

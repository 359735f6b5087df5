"""The public's door: rate, follow the mending, look at the board. Every page works without script."""

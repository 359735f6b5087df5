"""The public pages: rate, follow the rectification, see the board. Every page works without script."""

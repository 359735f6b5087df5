"""One page, one file, one noun."""

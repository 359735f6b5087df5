"""Help: the page of keyboard shortcuts."""

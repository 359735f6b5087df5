"""Pages of the directory: what was changed and by whom, and the templates of its files."""

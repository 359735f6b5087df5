"""Group commit: frequent writes are gathered into batches."""

"""The outside world. Only what stands here speaks to it."""

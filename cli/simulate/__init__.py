"""`haochaping simulate`: the real API driven as channels drive it."""

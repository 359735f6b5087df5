"""`haochaping simulate`: uses the real API as channels do."""

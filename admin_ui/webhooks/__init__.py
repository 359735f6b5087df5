"""Third parties: who gets events, how far each has got, and what is done about it."""

"""Pages of the accounts of officials: who may come in, and locking them."""

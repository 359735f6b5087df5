"""`haochaping up`: a whole city on one machine, with its own PostgreSQL and Redis."""

"""The public board: the city, one place, a frame in a portal's page, open data; live by server-sent events."""

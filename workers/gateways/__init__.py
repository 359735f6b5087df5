"""Connections to systems outside; no other module makes them."""

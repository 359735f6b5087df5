"""Clients: the programs of channels, business systems and subscribers, with their keys."""

"""Strawberry and tortoise the ordinary way: models with relations, one resolver per field."""

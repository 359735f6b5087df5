"""Writes that come in crowds, gathered while the batch before them commits."""

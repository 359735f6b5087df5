"""Accounts of officials: names, passwords, sessions, and what slows down guessing."""

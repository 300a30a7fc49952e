"""Vouch itself, started in a process of its own for a row of the table."""

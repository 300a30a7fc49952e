"""Tables, queries, claims and migrations: the only floor that speaks SQL.

Functions take a `Transaction` and give `domain` values; no row object leaves.
"""

"""Tables, queries, claims and migrations. No other package executes SQL.

Functions take a `Transaction` and return values of `domain`, never rows.
"""

"""What happens: one function for each thing that can happen, in the transaction of its context.

A service asks the rules of `domain`, stores the fact, adds a line to the history, and queues the
messages and follow-ups that it causes.
"""

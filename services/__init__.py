"""What happens: one function for each thing that can happen, inside the caller's one transaction.

It asks the rules, stores the fact, notes it in the history and queues what must be said.
"""

"""The actions of the bot: one function for each, which runs in the transaction of its context.

A service applies the rules of `domain`, stores what has changed, adds a line to the history, and
queues the messages and follow-ups that the change causes.
"""

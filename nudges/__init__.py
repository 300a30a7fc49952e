"""The periodic work of the bot, one module for each kind of work.

Each module has a function `step`. It takes `now` (UTC), does a bounded piece of work, and returns
True if it should be called again at once, because there may be more. Loops and timers are in
`bot/`.
"""

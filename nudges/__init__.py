"""The periodic work of the bot, one module for each kind of work.

Each module has a function `step`. It takes `now` (UTC) and does a bounded piece of work. It returns
True if more work may be left, so that it should be called again at once. Loops and timers are in
`bot/`.
"""

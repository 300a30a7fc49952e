"""The clock acts: one file for each thing that it does. A step takes `now`, does a bounded piece of
work, and returns whether it found any. Loops and timers are in `bot/`.
"""

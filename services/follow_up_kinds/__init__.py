"""The behaviour of each kind of follow-up. `table.py` has one entry for each kind.

An entry decides which follow-ups still apply, loads what a nudge shows of them, and computes when
the next nudge is due. The texts are in the module of `views.nudges` with the same name.
"""

"""What is particular to each kind of follow-up, one entry for each in `table.py`.

An entry says which follow-ups still apply, what a nudge shows of them, when the next nudge is due
and what an answer changes. Its wording is in the module of `views.nudges` with the same name.
"""

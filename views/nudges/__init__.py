"""Nudges: the copy of each kind of follow-up, and the message that combines several of them.

`table.py` lists the copy of every kind. The other files have the same names as those in
`services/follow_up_kinds`.
"""

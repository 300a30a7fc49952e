"""Nudges: what each kind of follow-up says and offers, and the message that combines them.

`table.py` names the copy of every kind; the copies are in files of the same names as in
`services/follow_up_kinds`.
"""

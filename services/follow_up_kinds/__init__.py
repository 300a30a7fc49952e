"""What is particular to each kind of follow-up: whether it still asks, and what it is about.

One file for each job; the table is in `table.py`. The four kinds of the main job are in
`services.nudging` and `services.pages`, which read them for many people in one go.
"""

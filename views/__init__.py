"""What people see: pure functions from values to Block Kit, and from submitted state to values.

Same file names as `handlers/`. A view's file owns its ids. People's text is escaped here, once.
"""

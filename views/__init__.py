"""What people see: pure functions from values to Block Kit, and from submitted state to values.

A file has the name of the handler that uses it. It defines its ids, builds its forms, and parses
what Slack sends back: form state, button values and private metadata. Only `views.formatting`
escapes people's text.
"""

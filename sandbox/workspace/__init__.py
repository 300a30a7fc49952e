"""The rules of the workspace: messages, members, views, and the events that they cause."""

"""What can happen in the workspace: messages, members, views, and the events they cause."""

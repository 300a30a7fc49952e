"""The stored state of the local Slack: its data, its first contents and its snapshot file."""

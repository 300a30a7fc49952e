"""A strict local Slack for any Bolt app; see `server.Sandbox`."""

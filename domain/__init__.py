"""Values and rules as pure functions: no clock, no database and no Slack."""

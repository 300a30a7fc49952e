"""Values and rules, pure: no clock, no database, no Slack. What comes in decides what comes out."""

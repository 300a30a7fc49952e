"""What a person does and what the bot receives: commands, clicks, submissions, payloads."""

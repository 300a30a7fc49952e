"""The way from the sandbox to the bot: deliveries, transports and the record of traffic."""

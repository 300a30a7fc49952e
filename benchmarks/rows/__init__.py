"""The rows of the table: each function measures one thing, side by side with its peer."""

"""For whoever runs Vouch: what waits, what went wrong, is it well, a copy of the data."""

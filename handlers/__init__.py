"""A person acts: one file for each job. A handler parses, calls a service, and responds."""

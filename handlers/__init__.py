"""A person acts: one file for each job. Parses, asks a service, answers."""

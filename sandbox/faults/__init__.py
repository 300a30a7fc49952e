"""Faults that a test injects: failing or held calls, aborted connections, and plans of faults."""

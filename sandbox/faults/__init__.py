"""Faults that a test injects: failing calls, held calls, cut connections, plans of them."""

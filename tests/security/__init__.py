"""Breaches that were found, each as a test that fails when it comes back."""

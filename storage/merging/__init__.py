"""Merges two candidates who are one person, with their referrals and everything about these."""

"""Figures: how referrals fare in a period. docs/figures.md says what each of them counts."""

"""Figures as people read them: in a modal, and as charts and tables in messages."""

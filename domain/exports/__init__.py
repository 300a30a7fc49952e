"""Exports: the rows that leave Vouch as CSV files. docs/exports.md explains every column."""

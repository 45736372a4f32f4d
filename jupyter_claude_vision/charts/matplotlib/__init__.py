"""Readers of matplotlib figures."""

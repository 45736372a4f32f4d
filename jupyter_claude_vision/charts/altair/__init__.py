"""Readers of Altair charts."""

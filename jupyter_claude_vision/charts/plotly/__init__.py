"""Readers of plotly figures."""

"""Statements in a text: numbers, dates, words of comparison, and where quotes stand."""

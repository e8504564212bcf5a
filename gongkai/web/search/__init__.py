"""Exact Chinese search on both databases."""

"""Reconsideration and litigation over requests: their entry, their course, the figures of 表四."""

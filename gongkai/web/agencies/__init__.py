"""Agencies as a tree with a history, the offices that officers hold in them, and what these permit."""

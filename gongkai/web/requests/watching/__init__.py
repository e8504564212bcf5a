"""Whoever works on requests, and whoever supervises them, is told each working day what is due and what is late."""

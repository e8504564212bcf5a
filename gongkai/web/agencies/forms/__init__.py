"""The forms of agencies."""

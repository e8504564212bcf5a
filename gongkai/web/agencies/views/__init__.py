"""The desk's pages of agencies."""

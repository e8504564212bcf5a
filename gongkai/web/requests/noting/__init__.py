"""Notes on a request, among those who work on it."""

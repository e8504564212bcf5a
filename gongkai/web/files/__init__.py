"""One store for whatever is uploaded or made."""

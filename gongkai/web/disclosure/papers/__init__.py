"""A document as a file to keep: for Word, and as PDF."""

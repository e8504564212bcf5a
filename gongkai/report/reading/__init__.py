"""Reading one document: bytes → blocks → aligned cells → a report."""

"""The officers' pages: the inbox, search, help."""

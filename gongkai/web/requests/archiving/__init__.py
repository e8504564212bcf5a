"""归档: closed requests are filed, kept for their term, and then all that tells of people is erased by two officers."""

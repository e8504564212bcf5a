"""The list of agencies as a file: what its columns are, how it is read, what it would change, how it is written."""

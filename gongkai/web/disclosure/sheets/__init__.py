"""Lists that come as a sheet and go as one: read, previewed line by line, confirmed, written in the same columns."""

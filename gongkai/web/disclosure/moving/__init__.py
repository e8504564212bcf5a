"""Moving in and out: documents as lines of a table and a folder of files, in one format for both ways."""

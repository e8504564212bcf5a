"""A copy of a file with parts of it covered: a new file of pictures, in which nothing lies beneath."""

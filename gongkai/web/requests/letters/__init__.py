"""Letters of a request: drafted from the case, reviewed, signed with a number, sent; their sending records facts."""

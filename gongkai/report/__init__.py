"""One annual report: the form as data, reading, checking, writing."""

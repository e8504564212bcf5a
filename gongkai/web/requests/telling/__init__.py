"""Applicants with an e-mail address are told that there is news, and where to look; never what it is."""

"""Rows that go out together: examined, reviewed for secrecy and let out as one batch (《条例》第十七条)."""

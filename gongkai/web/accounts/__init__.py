"""Who logs in, and how: passwords, one-time codes, passkeys."""

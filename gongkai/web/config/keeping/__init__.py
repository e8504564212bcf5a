"""Keeping an instance: backup, restore, and the commands that look after the audit."""

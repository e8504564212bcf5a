"""Requests that belong together: found by their words, bound by an officer, split and answered together."""

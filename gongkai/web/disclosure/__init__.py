"""主动公开: what an agency publishes of its own accord; at first its guide and its rules."""

"""Whoever supervises agencies sees how their requests stand, urges them on, and is told what is late."""

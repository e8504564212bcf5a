"""``python -m benchmarks``: how fast, how small, how right; written to docs/benchmarks.md. See ``--help``."""

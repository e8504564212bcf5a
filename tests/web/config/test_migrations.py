"""What the models say, the migrations bring about."""

from __future__ import annotations

import subprocess
import sys

from tests.web.copies import Committed

COMMAND = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]


def test_no_migration_is_missing(committed: Committed) -> None:
    """In a process of its own: here there are models of tests, too."""
    done = subprocess.run(COMMAND, env=committed.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

"""A file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    return path

"""The demo's data as it lies beside: read strictly, a slip raises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongkai.law.loading import load_file

HERE = Path(__file__).parent


def entries(name: str) -> list[dict[str, Any]]:
    """The list in a file of this folder."""
    found: Any = load_file(HERE / f"{name}.yaml")
    return list(found)

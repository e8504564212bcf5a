"""The demo's data as it lies beside: read strictly, a slip raises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongkai.workdays.strict import read_strictly

HERE = Path(__file__).parent


def entries(name: str) -> list[dict[str, Any]]:
    """The list in a file of this folder."""
    return list(read_strictly((HERE / f"{name}.yaml").read_text("utf-8")))


def mapping(name: str) -> dict[str, Any]:
    """The same where a file has several lists."""
    return dict(read_strictly((HERE / f"{name}.yaml").read_text("utf-8")))

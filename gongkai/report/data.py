"""The YAML files that stand beside the code."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

# Ten times as fast, where PyYAML came with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(package: str, name: str) -> Any:
    """The content of the file ``name`` in ``package``."""
    return yaml.load((files(package) / name).read_text("utf-8"), Loader=_LOADER)

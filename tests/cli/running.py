"""The command called in this process, or as a process of its own where a pipe or a signal is the point."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner, Result

from gongkai.cli import main
from tests.conftest import ROOT

SAMPLES = ROOT / "samples"
RIGHT = SAMPLES / "tab-rows-2021.txt"
WRONG = SAMPLES / "ruled-page-breaks-2023.pdf"
LOOK_ALIKE = SAMPLES / "interpretation.html"


def call(*arguments: object, data: bytes = b"", env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data, env=env)


def process(*arguments: object, data: bytes | None = None, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gongkai.cli", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=60, **settings)

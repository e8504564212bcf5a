"""What tests find outside the repository: the real reports and a chromium.

Where one is missing, a stranger's run leaves out the tests that need it and says so; in CI (``CI=true``) they fail.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.chromium import IN_CI, found

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared").resolve()
CHROMIUM = found()

settings.register_profile("gongkai", deadline=None, derandomize=IN_CI)
settings.load_profile("gongkai")


@dataclass(frozen=True)
class Need:
    """Something outside the repository; a test needs it if it has the marker or uses the fixture of that name."""

    name: str
    there: bool
    missing: str

    def of(self, item: pytest.Item) -> bool:
        return self.name in getattr(item, "fixturenames", ()) or item.get_closest_marker(self.name) is not None


NEEDS = [
    Need(
        "shared",
        (SHARED / "annual-reports" / "cells.csv").is_file(),
        f"no real reports at {SHARED} (set GONGKAI_SHARED)",
    ),
    Need("browser", CHROMIUM is not None, "no chromium (`python -m tests.chromium` gets one)"),
]


def left_out() -> list[str]:
    return [
        f"{need.missing}: tests marked '{need.name}' are left out" for need in NEEDS if not need.there and not IN_CI
    ]


def pytest_report_header() -> list[str]:
    return left_out()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in left_out():
        terminalreporter.write_line(line, yellow=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for need in NEEDS:
        needing = [item for item in items if need.of(item)]
        for item in needing:
            item.add_marker(need.name)
        if needing and not need.there and not IN_CI:
            items[:] = [item for item in items if item not in needing]
            config.hook.pytest_deselected(items=needing)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in NEEDS:
        if not need.there and need.of(item):
            pytest.fail(f"CI=true, so this test must run, but: {need.missing}", pytrace=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports, ``GONGKAI_SHARED``."""
    return SHARED


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The chromium that was found; as root it starts only without its sandbox."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": sandbox}

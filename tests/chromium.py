"""The browser of the tests. `python -m tests.chromium` gets one where there is none, as `make test` does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
IN_CI = os.environ.get("CI") in {"true", "1"}


@cache
def found() -> str | None:
    """The system's, or else the one that playwright downloaded."""
    if system := next(filter(None, map(shutil.which, NAMES)), None):
        return system
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.is_file() else None


def fetch() -> None:
    """Debian's package where we may install it, or else playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing", *PACKAGES, file=sys.stderr)
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        if subprocess.run(command, check=False, **quiet).returncode == 0:  # type: ignore[call-overload]
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdout=sys.stderr)


def main() -> int:
    """0: there is one, or the tests go without it and say so; in CI that is a failure."""
    if found() is None:
        fetch()
        found.cache_clear()
    if found() is None:
        print("No chromium, and none could be installed: the browser's tests cannot run.", file=sys.stderr)
        return int(IN_CI)
    return 0


if __name__ == "__main__":
    sys.exit(main())

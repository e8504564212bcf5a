"""A benchmark inside the instance of GONGKAI_HOME and DATABASE_URL: `python -m benchmarks.inside MODULE NUMBER…`.

The module is imported when Django is set up and the instance is prepared, so that it imports models at its head as all
others do; its `main` gets the numbers.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import django
from django.core.management import call_command

from benchmarks.measure import ROOT


def run(env: dict[str, str], module: str, *numbers: int) -> str:
    """What a module prints that is run so, in an environment that names the instance."""
    command = [sys.executable, "-m", "benchmarks.inside", module, *map(str, numbers)]
    return subprocess.run(command, check=True, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def main(module: str, *numbers: str) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    import_module(f"benchmarks.{module}").main(*map(int, numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])

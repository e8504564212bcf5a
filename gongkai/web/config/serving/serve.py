"""What `gongkai serve` does, from its options to its end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from gongkai.cli.messages import Failure, say, t
from gongkai.report.writing.width import width_of
from gongkai.web.config.closed import close
from gongkai.web.config.environment import Misconfigured
from gongkai.web.config.serving.supervisor import Supervisor, prepared, reachable, require_free, sole
from gongkai.web.config.variables import unknown

SETTINGS = "gongkai.web.config.settings"


def run_serve(*, host: str | None, port: int | None, workers: int | None, demo: bool, children: list[str]) -> None:
    """Prepare the instance, serve it, and end with the last of its processes."""
    given = {"GONGKAI_BIND": host, "PORT": port, "GONGKAI_WORKERS": workers, "GONGKAI_DEMO": "1" if demo else None}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    home, address, number = configured()
    close(home)
    with sole(home):
        require_free(address, number)
        _count_in(home / "metrics")
        with Supervisor(children) as supervisor:
            accounts = prepared()["accounts"]
            if not supervisor.stopping and supervisor.answered(address, number):
                announce(address, number, home, accounts)
                supervisor.keep()


def configured() -> tuple[Path, str, int]:
    """Home, address and port, as the environment says; what is wrong with it is told."""
    for name, meant in unknown(os.environ):
        hint = t("是不是 {name}？").format(name=meant) if meant else ""
        say(t("环境变量 {name} 不认识，没有使用。").format(name=name) + hint)
    try:
        from gongkai.web.config import settings  # late: reads the environment, which has just been completed
    except Misconfigured as error:
        raise Failure(str(error)) from None
    return settings.HOME, settings.BIND, settings.PORT


def _count_in(folder: Path) -> None:
    """Where the processes of the server keep their counts for one another; each start begins at nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def announce(host: str, port: int, home: Path, accounts: Sequence[Sequence[str]]) -> None:
    """Say where it is, and who may come in."""
    name = reachable(host)
    address = f"http://{f'[{name}]' if ':' in name else name}:{port}/"
    lines = [(t("门户"), address), (t("工作台"), f"{address}desk/"), (t("数据"), str(home))]
    click.echo()
    _columns(lines)
    if accounts:
        click.echo("\n" + t("演示账号（人员和机关均为虚构）："))
        _columns(accounts)
    click.echo("\n" + t("按 Ctrl-C 停止。"))


def _columns(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text + " " * (width - width_of(text)) for text, width in zip(row, widths, strict=True))
        click.echo("  " + "  ".join(cells).rstrip())

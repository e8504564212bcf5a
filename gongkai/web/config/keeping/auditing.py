"""`gongkai audit verify`, `export` and `seal`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from django.utils import timezone

from gongkai.cli.days import parse_day
from gongkai.cli.messages import ERRORS_FOUND, OK, UNREADABLE, USAGE, Failure, t, watched, why
from gongkai.cli.output import opened
from gongkai.web.audit import exports, guards, verifying
from gongkai.web.audit.exports import NotAnExport, NotSealed
from gongkai.web.audit.faults import Fault
from gongkai.web.audit.seals import last_day, seal
from gongkai.web.config.keeping.instance import require_instance

#: Faults that are told one by one; the rest is a number.
TOLD = 100


def run_verify(home: Path, file: str | None) -> int:
    """Tell every fault of the audit, and of what was exported."""
    require_instance(home)
    count = Count()
    found = _tell(verifying.verify(count))
    read = count.total
    if file is not None:
        try:
            with Path(file).open("rb") as lines:
                found += _tell(exports.compare(lines, count))
        except NotAnExport as error:
            raise Failure(t("{path}：{error}").format(path=file, error=error), UNREADABLE) from None
        except OSError as error:
            raise Failure(t("打不开 {path}：{error}").format(path=file, error=why(error)), UNREADABLE) from None
    count.done()
    if found > TOLD:
        click.echo(t("共 {count} 处不符。").format(count=found))
    if found and found == len(guards.check()):
        click.echo(t("审计记录本身无误，只是数据库的保护不完整。请查明原因，再运行 gongkai manage migrate 恢复保护。"))
    if not found:
        click.echo(t("核对了 {count} 条审计记录，无误。").format(count=f"{read:,}"))
        if file is not None:
            click.echo(t("与导出文件一致：{count} 条。").format(count=f"{count.total - read:,}"))
        _tell_seal()
    return ERRORS_FOUND if found else OK


def run_export(home: Path, day: str | None, *, everything: bool, output: str | None) -> int:
    """Write the lines, and tell the digest beside them."""
    if (day is None) != everything:
        raise Failure(t("请写明一天，或加 --all。"), USAGE)
    wanted = parse_day(day) if day is not None else None
    require_instance(home)
    try:
        with opened(output) as file:
            digest = exports.export(file, wanted)
    except NotSealed:
        if day is None:
            raise Failure(t("没有封存的日子：尚无审计记录，或没有运行 gongkai audit seal。"), USAGE) from None
        message = t("{day} 没有封存：当日未结束、尚无审计记录，或没有运行 gongkai audit seal。")
        raise Failure(message.format(day=day), USAGE) from None
    click.echo(t("摘要：{digest}").format(digest=digest), err=output is None)
    return OK


def run_seal(home: Path) -> int:
    """Seal what is over."""
    require_instance(home)
    days = seal(timezone.localdate())
    click.echo(t("封存了 {count} 天。").format(count=len(days)))
    _tell_seal()
    return OK


def _tell_seal() -> None:
    last = last_day()
    if last is not None:
        click.echo(t("封存至 {day}，摘要：{digest}").format(day=last.day, digest=last.digest))


def _tell(faults: Iterable[Fault]) -> int:
    count = 0
    for fault in faults:
        count += 1
        if count <= TOLD:
            click.echo(str(fault))
    return count


class Count:
    """How many events were read; a person sees it grow."""

    def __init__(self) -> None:
        self.total = 0
        self.shown = watched()

    def __call__(self, more: int) -> None:
        self.total += more
        if self.shown and more:
            sys.stderr.write(f"\r{self.total:,}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the number off the terminal."""
        if self.shown:
            sys.stderr.write("\r\033[K")

"""`gongkai backup`, `gongkai restore`, `gongkai audit …`; what they do is loaded when they are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gongkai.cli.group import Command, Commands
from gongkai.cli.options import exit_with, language_option, option
from gongkai.web.config.keeping.instance import set_up

BACKUP_HELP = (
    "把整个实例备份成一个文件，平台可以照常运行。"
    "\n\nFILE 是一个 tar：数据库、files 中的文件和清单，清单记每一项的摘要；写完再读一遍核对。"
    "文件存在 S3 时只列清单，请另行备份。"
)
RESTORE_HELP = (
    "用备份恢复实例；平台须先停止。"
    "\n\n先核对 FILE 的每一项，再整体替换数据库和文件，最后核对审计链。退出码：0 正常；1 恢复后有不符之处；2 不能恢复。"
)
AUDIT_HELP = "审计：核对、导出、封存。"
VERIFY_HELP = (
    "核对审计记录：有没有被改动、删除、插入，数据库的保护是否完整。"
    "\n\nFILE 是 gongkai audit export 的输出，另与它逐条比较；整链被重算时，只有另处保存的导出能发现。"
    "\n\n退出码：0 无误；1 有不符之处；3 文件读不了。"
)
EXPORT_HELP = "导出已封存的审计记录，并显示摘要；请把文件或摘要保存在别处。\n\nDAY 写成 2026-09-18；全部导出用 --all。"
SEAL_HELP = "封存今天以前的各日，每日一个摘要。平台运行时每天自动封存。"


class OnInstance(Command):
    """A command that is given the instance's folder; what goes wrong with its disk or database is told in words."""

    def invoke(self, ctx: click.Context) -> Any:
        ctx.obj = set_up()
        from gongkai.web.config.failures import told  # late: needs Django made ready

        with told():
            return super().invoke(ctx)


class OnInstances(Commands):
    """A group of such commands."""

    command_class = OnInstance


@click.command("backup", cls=OnInstance, help=BACKUP_HELP)
@click.argument("file", metavar="FILE")
@option("--with-secrets", is_flag=True, help="连同密钥；否则加密的个人信息须另有密钥才能读出。")
@language_option
@click.pass_obj
def backup(home: Path, file: str, with_secrets: bool) -> None:
    from gongkai.web.config.keeping.backups import run_backup  # late: needs Django made ready

    exit_with(run_backup(home, file, with_secrets=with_secrets))


@click.command("restore", cls=OnInstance, help=RESTORE_HELP)
@click.argument("file", metavar="FILE")
@option("--replace", is_flag=True, help="已有的数据全部由备份替换。")
@language_option
@click.pass_obj
def restore(home: Path, file: str, replace: bool) -> None:
    from gongkai.web.config.keeping.backups import run_restore  # late: needs Django made ready

    exit_with(run_restore(home, Path(file), replace=replace))


@click.group("audit", cls=OnInstances, help=AUDIT_HELP)
def audit() -> None:
    pass


@audit.command("verify", help=VERIFY_HELP)
@click.argument("file", required=False, metavar="[FILE]")
@language_option
@click.pass_obj
def verify(home: Path, file: str | None) -> None:
    from gongkai.web.config.keeping.auditing import run_verify  # late: needs Django made ready

    exit_with(run_verify(home, file))


@audit.command("export", help=EXPORT_HELP)
@click.argument("day", required=False, metavar="[DAY]")
@option("--all", "everything", is_flag=True, help="全部已封存的日子。")
@option("-o", "--output", metavar="FILE", help="写到文件，不写到标准输出。")
@language_option
@click.pass_obj
def export(home: Path, day: str | None, everything: bool, output: str | None) -> None:
    from gongkai.web.config.keeping.auditing import run_export  # late: needs Django made ready

    exit_with(run_export(home, day, everything=everything, output=output))


@audit.command("seal", help=SEAL_HELP)
@language_option
@click.pass_obj
def seal(home: Path) -> None:
    from gongkai.web.config.keeping.auditing import run_seal  # late: needs Django made ready

    exit_with(run_seal(home))

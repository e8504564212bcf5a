"""The commands of `gongkai` that need the platform; what they do is imported when they are called."""

from __future__ import annotations

import os
from importlib.util import find_spec

import click

from gongkai.cli.group import Command
from gongkai.cli.messages import Failure, t
from gongkai.cli.options import language_option, option
from gongkai.web.config.closed import close, create_for_owner_only

SERVE_HELP = (
    "启动平台：网页服务和后台任务，有一个意外结束就重新启动。"
    "\n\n首次启动时建立数据目录和数据库；以后每次启动先升级，数据都保留。"
    "目录由环境变量 GONGKAI_HOME 指定，端口也可由 PORT 指定，其余变量见 docs/operating.md。"
)
MANAGE_HELP = (
    "运行 Django 的管理命令。"
    "\n\n例如 gongkai manage prepare（建立或升级实例）、gongkai manage check --deploy（检查配置）、"
    "gongkai manage help（列出全部命令）。"
)
#: Those of Django's commands that have something to do where no instance is yet.
WITHOUT_INSTANCE = frozenset("prepare migrate check help version --version collectstatic makemigrations".split())


@click.command("serve", cls=Command, help=SERVE_HELP)
@option("--host", metavar="ADDRESS", help="监听地址，默认为 127.0.0.1。")
@option("--port", type=click.IntRange(1, 65535), metavar="N", help="监听端口，默认为 8000。")
@option("--workers", type=click.IntRange(1, 64), metavar="N", help="网页服务的进程数，默认按处理器数，至多4个。")
@option("--demo", is_flag=True, help="新实例装入演示数据；演示账号只用口令登录。已有真实数据的实例拒绝这个选项。")
@option("--without-worker", is_flag=True, help="不启动后台任务进程：另有 gongkai manage work 时用。")
@language_option
def serve(host: str | None, port: int | None, workers: int | None, demo: bool, without_worker: bool) -> None:
    require_platform()
    # Late, both: need Django.
    from gongkai.web.config.failures import told
    from gongkai.web.config.serving.serve import run_serve

    create_for_owner_only()
    children = ["web", *["worker"] * (not without_worker)]
    with told():
        run_serve(host=host, port=port, workers=workers, demo=demo, children=children)


@click.command(
    "manage",
    cls=Command,
    help=MANAGE_HELP,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="COMMAND ...")
@click.pass_context
def manage(context: click.Context, arguments: tuple[str, ...]) -> None:
    if not arguments or arguments[0] in {"--help", "-h"}:
        click.echo(context.get_help())
        return
    require_platform()
    # Late, all: need Django.
    from django.core.management import execute_from_command_line

    from gongkai.web.config.environment import ENVIRONMENT
    from gongkai.web.config.failures import told
    from gongkai.web.config.serving.serve import SETTINGS, configured

    create_for_owner_only()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    home, *_ = configured()
    if home.exists():
        close(home)
    if ENVIRONMENT.embedded and arguments[0] not in WITHOUT_INSTANCE and not (home / "gongkai.sqlite3").exists():
        message = t("{home} 中还没有实例。先运行 gongkai serve 或 gongkai manage prepare；在别处时设 GONGKAI_HOME。")
        raise Failure(message.format(home=home))
    with told():
        execute_from_command_line(["gongkai manage", *arguments])


def require_platform() -> None:
    """That the packages of the platform are installed."""
    if find_spec("django") is None:
        raise Failure(t("没有安装平台所需的程序包，请运行 pip install 'gongkai[web]'。"))

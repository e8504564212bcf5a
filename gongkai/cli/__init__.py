"""The ``gongkai`` command: its commands and their options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

import gongkai
from gongkai.cli.due import due, workdays
from gongkai.cli.fee import fee
from gongkai.cli.group import Group
from gongkai.cli.law import law
from gongkai.cli.letter import letter
from gongkai.cli.messages import language
from gongkai.cli.options import exit_with, language_option, option
from gongkai.cli.outcome import outcome

FORMATS = ("table", "jsonl", "csv", "parquet", "html")


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"gongkai {gongkai.__version__}")
        ctx.exit()


@click.group(
    cls=Group,
    help="政府信息公开：读取、校核和填写年度报告，公开前自动审查，算答复期限和信息处理费，查办理结果，写依申请公开文书。\n\n"
    "退出码：0 正常；1 check 或 examine 发现错误；2 用法不对；"
    "3 有文件读不了（有 3 时不报 1；不是年度报告的文件不算读不了）；130 按 Ctrl-C 中断（读完的部分已写出）。",
)
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本。")
@option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    help="语言：zh（默认）或 en；也可设环境变量 GONGKAI_LANG。",
)
def main() -> None:
    pass


def _batch_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in reversed(_BATCH_OPTIONS):
        function = decorate(function)
    return function


_to_file = option("-o", "--output", metavar="FILE", help="写到文件，不写到标准输出。")
_BATCH_OPTIONS: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    option(
        "-f",
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="输出格式。默认按 -o 的扩展名；没有 -o 时，在终端上用 table，在管道里用 jsonl。",
    ),
    _to_file,
    option(
        "-j",
        "--jobs",
        type=click.IntRange(0, 256),
        metavar="N",
        default=0,
        help="用几个进程读；0（默认）为全部处理器。",
    ),
    language_option,
)

_PATHS_HELP = (
    "\n\nPATH 可以是文件、文件夹（连同下级，略过隐藏文件和程序、图标、字体等明显不是报告的文件）或“-”（标准输入）。"
    "能读网页、文本、Word、WPS、Excel 和有文字层的 PDF，类型由内容判断。"
)
READ_HELP = "读取年度报告，列出读到的内容。" + _PATHS_HELP
CHECK_HELP = (
    "读取年度报告，并按勾稽关系和《条例》逐份校核。"
    + _PATHS_HELP
    + "\n\n三份以内逐份列出表格；更多时先列清单，再列有问题的报告。"
    "\n\n一次交来多份（2万份以内）时，还核对同一机关相邻两年的结转数等，并指出同一年度不同机关雷同的文字；全部读完后才输出。"
)
COMPARE_HELP = (
    "比较两份年度报告：表格、文字、变化。\n\n同一机关的两个年度还会核对结转数等前后应当一致的数字。A、B 各是一个文件。"
)
WRITE_HELP = (
    "把一份 JSON 写成填好的法定表式。\n\nREPORT 是 gongkai read -f jsonl 的一份输出，或“-”（标准输入）。"
    "写出的网页、Markdown 或 CSV 再读一遍，得到同样的数字。"
)


EXAMINE_HELP = (
    "公开前自动审查：个人信息、密级标志、附件里隐藏的内容、打不开的链接、写错的机关名称。\n\n"
    "PATH 可以是文件、文件夹（连同下级）或“-”（标准输入）；"
    "能查网页、文本、Word、Excel、PowerPoint、PDF 和照片，类型由内容判断。"
    "不连接网络，不改动文件；输出里的个人信息都已遮盖。"
    "\n\n错误应当改正，或者由保密审查人员写明理由后放行；警告和提示请核对。每条规则的依据见 docs/examine.md。"
)


def _table_or_lines(function: Callable[..., Any]) -> Callable[..., Any]:
    form = option(
        "-f",
        "--format",
        "form",
        type=click.Choice(["table", "jsonl"]),
        help="输出格式。默认在终端上用 table，在管道里用 jsonl。",
    )
    return form(_to_file(function))


@main.command(help=READ_HELP)
@_batch_options
def read(paths: tuple[str, ...], form: str | None, output: str | None, jobs: int) -> None:
    from gongkai.cli.batch import run_batch  # late: readers, checks and YAML are slow to load

    exit_with(run_batch(paths, check=False, form=form, output=output, jobs=jobs, language=language.get()))


@main.command(help=CHECK_HELP)
@_batch_options
def check(paths: tuple[str, ...], form: str | None, output: str | None, jobs: int) -> None:
    from gongkai.cli.batch import run_batch  # late: readers, checks and YAML are slow to load

    exit_with(run_batch(paths, check=True, form=form, output=output, jobs=jobs, language=language.get()))


@main.command(help=COMPARE_HELP)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_table_or_lines
@language_option
def compare(a: str, b: str, form: str | None, output: str | None) -> None:
    from gongkai.cli.comparing import run_compare  # late: as for reading

    exit_with(run_compare(a, b, form=form, output=output, language=language.get()))


@main.command(help=WRITE_HELP)
@click.argument("report", metavar="REPORT")
@option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["html", "markdown", "csv"]),
    help="格式。默认按 -o 的扩展名；没有 -o 时为 html。",
)
@_to_file
@language_option
def write(report: str, form: str | None, output: str | None) -> None:
    from gongkai.cli.filling import run_write  # late: the form is YAML

    exit_with(run_write(report, form=form, output=output))


@main.command(help=EXAMINE_HELP)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_table_or_lines
@option("--names", metavar="FILE", help="机关名称，每行一个，用来发现写错的名称。")
@language_option
def examine(paths: tuple[str, ...], form: str | None, output: str | None, names: str | None) -> None:
    from gongkai.cli.examining import run_examine  # late: readers, rules and YAML are slow to load

    exit_with(run_examine(paths, form=form, output=output, names=names))


for _command in (due, workdays, outcome, fee, letter, law):
    main.add_command(_command)

__all__ = ["main"]

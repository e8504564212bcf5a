"""`gongkai import` and `gongkai export`; what they do is loaded when they are called."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import exit_with, language_option, option
from gongkai.web.config.keeping.commands import OnInstance
from gongkai.web.config.keeping.instance import require_current

IMPORT_HELP = (
    "把别的系统里的公开信息迁入平台。"
    "\n\nTABLE 是 .csv、.xlsx 或 .json，每行一条；列名见 docs/moving.md。"
    "正文可以写在表里，也可以是文件夹中的 .html、.txt、.docx。"
    "\n\n先用 --dry-run 看每一行会怎样；可以反复导入：按“来源编号”认出同一条，没有变化的不动，中断后再运行即接着办。"
    "有发布时间的，视为在原系统已经审查并公开，直接公开；没有的，作为草稿，须经审核。"
    "\n\n退出码：0 全部导入；1 有的行有误；2 不能导入。"
)
EXPORT_HELP = (
    "把平台上的信息导出到一个文件夹：items.csv、items.json、正文、图片和附件，可以用 gongkai import 原样导入别处。"
    "以前的各版、审核单等只供保存的在 records 中。"
    "\n\n含草稿和不公开的内容，文件夹只有运行命令的用户能读；只要已公开的，用 --public。"
    "\n\n退出码：0 正常；2 不能导出。"
)


@click.command("import", cls=OnInstance, help=IMPORT_HELP)
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
@option("--files", metavar="FOLDER", type=click.Path(path_type=Path), help="正文和附件所在的文件夹，默认为表所在处。")
@option("--agency", metavar="SLUG", help="表中没有“机关”一列时，属于哪个机关（网址代码）。")
@option("--by", required=True, metavar="OFFICER", help="以哪个登录名办理；须在该机关有公开办的权限。")
@option("--source", default="旧网站", metavar="NAME", help="原系统的名称，默认为“旧网站”。")
@option("--dry-run", is_flag=True, help="只说每一行会怎样，什么也不改。")
@option("--list", "kind", default="", metavar="KIND", help="TABLE 是文件以外的清单，如 catalogue；见 docs/moving.md。")
@option("--bad", metavar="FILE", type=click.Path(path_type=Path), help="把有误的行和原因写到一个 CSV 文件。")
@language_option
@click.pass_obj
def bring_in(home: Path, table: Path, files: Path | None, agency: str | None, by: str, source: str, dry_run: bool,
             bad: Path | None, kind: str) -> None:  # fmt: skip
    require_current(home)
    from gongkai.web.disclosure.moving.bringing import run_import  # late: needs Django made ready

    exit_with(run_import(table, folder=files, agency=agency, by=by, source=source, dry=dry_run, bad=bad, kind=kind))


@click.command("export", cls=OnInstance, help=EXPORT_HELP)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@option("--agency", metavar="SLUG", help="只导出一个机关（网址代码）；默认为全部机关。")
@option("--public", is_flag=True, help="只导出已公开的；默认为全部，含草稿、依申请公开和不予公开的。")
@option("--contacts", is_flag=True, help="公众纠错连同其联系方式（在平台中加密保存）；默认不导出。导出时记入审计。")
@language_option
@click.pass_obj
def take_out(home: Path, folder: Path, agency: str | None, public: bool, contacts: bool) -> None:
    require_current(home)
    from gongkai.web.disclosure.moving.taking_out import run_export  # late: needs Django made ready

    exit_with(run_export(folder, agency=agency, public=public, contacts=contacts))

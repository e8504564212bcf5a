"""``gongkai examine``: what in texts and files must not be published as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.group import Command
from gongkai.cli.messages import ERRORS_FOUND, OK, UNREADABLE, USAGE, Failure, language, printable, say, t, why
from gongkai.cli.options import exit_with, language_option, option

# Late, in the functions: the readers and YAML are slow to load.

if TYPE_CHECKING:
    from gongkai.corpus.sources import Input
    from gongkai.examine import Finding, OfficialName

FORMAT = "gongkai-examine/1"
SUFFIXES = {".jsonl": "jsonl", ".json": "jsonl", ".ndjson": "jsonl", ".txt": "table"}
_REFUSALS = ("unreadable", "encrypted")


@click.command(
    cls=Command,
    help="公开前自动审查：个人信息、密级标志、附件里隐藏的内容、打不开的链接、写错的机关名称。\n\n"
    "PATH 可以是文件、文件夹（连同下级）或“-”（标准输入）；"
    "能查网页、文本、Word、Excel、PowerPoint、PDF 和照片，类型由内容判断。"
    "不连接网络，不改动文件；输出里的个人信息都已遮盖。"
    "\n\n错误应当改正，或者由保密审查人员写明理由后放行；警告和提示请核对。每条规则的依据见 docs/examine.md。",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="输出格式。默认在终端上用 table，在管道里用 jsonl。",
)
@option("-o", "--output", metavar="FILE", help="写到文件，不写到标准输出。")
@option("--names", metavar="FILE", help="机关名称，每行一个，用来发现写错的名称。")
@language_option
def examine(paths: tuple[str, ...], form: str | None, output: str | None, names: str | None) -> None:
    from gongkai.cli.output import Target, chosen_form, on_terminal, opened

    form = chosen_form(form, output, SUFFIXES, "table" if on_terminal(output) else "jsonl")
    Target(output).refuse_inputs(paths)
    known = _names(names) if names is not None else ()
    code = OK
    with opened(output) as out:
        for document in _inputs(paths):
            found = _examined(document, known)
            code = max(code, _code(found))
            lines = _as_json(document.name, found) if form == "jsonl" else _as_text(document.name, found)
            out.write("".join(line + "\n" for line in lines).encode("utf-8", "replace"))
            out.flush()
    exit_with(code)


def _inputs(paths: Sequence[str]) -> Iterator[Input]:
    from gongkai.cli.stdin import standard_input
    from gongkai.corpus.sources import STDIN, find_inputs

    data = standard_input() if STDIN in paths else None
    inputs = find_inputs(paths, data)
    first = next(inputs, None)
    if first is None:
        raise Failure(
            t("没有可读的文件：{paths}（文件夹是空的，或者里面只有略过的文件）").format(paths=" ".join(paths))
        )
    yield first
    yield from inputs


def _names(path: str) -> tuple[OfficialName, ...]:
    from pathlib import Path

    from gongkai.examine import OfficialName

    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=why(error)), USAGE) from None
    except UnicodeDecodeError:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=t("不是 UTF-8 编码")), USAGE) from None
    return tuple(OfficialName(line.strip()) for line in lines if line.strip())


def _examined(document: Input, names: Sequence[OfficialName]) -> list[Finding] | None:
    """The findings of one file; None, and said, where it cannot be opened."""
    from gongkai.corpus.sources import NotAFile
    from gongkai.examine import examine_file
    from gongkai.report.limits import MAX_BYTES

    try:
        data = document.read(MAX_BYTES)
    except NotAFile:
        say(t("打不开 {path}：{error}").format(path=document.name, error=t("不是普通文件")))
        return None
    except OSError as error:
        say(t("打不开 {path}：{error}").format(path=document.name, error=why(error)))
        return None
    return examine_file(data, document.name, names=names)


def _code(found: Sequence[Finding] | None) -> int:
    if found is None or any(item.rule in _REFUSALS for item in found):
        return UNREADABLE
    return ERRORS_FOUND if any(item.severity == "error" for item in found) else OK


def _as_json(name: str, found: Sequence[Finding] | None) -> Iterator[str]:
    from gongkai.examine import localized

    if found is not None:
        findings = [localized(item, language.get()).as_dict() for item in found]
        yield json.dumps({"format": FORMAT, "name": name, "findings": findings}, ensure_ascii=False)


def _as_text(name: str, found: Sequence[Finding] | None) -> Iterator[str]:
    from gongkai.examine import localized
    from gongkai.report.writing.wording import SEVERITY_NAMES

    if found is None:
        return
    yield printable(name) + t("：") + (t("没有发现问题。") if not found else _sums(found))
    for item in found:
        place = place_of(item)
        yield printable(f"  {t(SEVERITY_NAMES[item.severity])}  {place + '  ' if place else ''}"
                        f"{localized(item, language.get()).message}")  # fmt: skip
        if item.quote:
            change = f" → {item.proposal}" if item.proposal is not None else ""
            yield printable(f"        {item.quote}{change}")


def _sums(found: Sequence[Finding]) -> str:
    counts = {severity: sum(item.severity == severity for item in found) for severity in ("error", "warn", "info")}
    return t("错误{error}处，警告{warn}处，提示{info}处。").format(**counts)


def place_of(item: Finding) -> str:
    """The place as a person finds it."""
    place = item.place
    parts: list[Any] = []
    if place.part == "name":
        return t("文件名")
    if place.sheet is not None:
        parts.append(t("工作表“{sheet}”").format(sheet=place.sheet))
    if place.page is not None:
        parts.append(t("第{page}页").format(page=place.page))
    if place.paragraph is not None:
        line = t("第{number}行") if place.page is not None else t("第{number}段")
        parts.append(line.format(number=place.paragraph))
    parts += [text for text in (place.cell, place.part) if text]
    return " ".join(parts)

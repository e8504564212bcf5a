"""``gongkai letter``: a letter of a request's life from a file of facts; the kinds of letters and what each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.group import Command
from gongkai.cli.legal import json_option, law_refusals, mark
from gongkai.cli.messages import USAGE, Failure, say, t, watched, why
from gongkai.cli.options import language_option, option

if TYPE_CHECKING:
    from gongkai.letters import Template

FORMAT = "gongkai-letters/1"
SUFFIXES = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html"}


@click.command(
    cls=Command,
    help="写一份依申请公开文书：回执、补正、延期、征求意见、收费、各种答复、送达回证、信封。\n\n"
    "KIND 是文书的种类（标识或者名称），FACTS 是写明事实的 YAML 文件（样例见 samples/letters/）。"
    "不带 KIND 时列出全部种类；只带 KIND 时列出它需要的事实。"
    "缺少的、多余的、矛盾的事实和没有字体能印出的字，都逐一指名，退出码为2，不写出文件。",
)
@click.argument("kind", metavar="[KIND]", required=False)
@click.argument("facts", metavar="[FACTS]", required=False)
@option("-o", "--output", metavar="FILE", help="写到文件；扩展名 .pdf、.docx 或 .html 决定格式。")
@option("--list", "listing", is_flag=True, help="列出文书的种类和各自需要的事实。")
@json_option
@language_option
def letter(kind: str | None, facts: str | None, output: str | None, listing: bool, as_json: bool) -> None:
    if facts is None or listing:
        if output is not None:
            raise Failure(t("缺少 {name}。").format(name="KIND FACTS"), USAGE)
        _list(kind, detailed=listing or kind is not None, as_json=as_json)
        return
    _write(kind or "", facts, output)


def _write(kind: str, path: str, output: str | None) -> None:
    from gongkai.cli.output import Target, opened  # late, all here: YAML and what writes a format are slow to load
    from gongkai.letters import draft, write

    form = SUFFIXES.get(Path(output).suffix.lower()) if output else None
    if output is None or form is None:
        raise Failure(t("请用 -o 指明要写的文件，扩展名为 {suffixes}。").format(suffixes=" ".join(SUFFIXES)), USAGE)
    Target(output).refuse_inputs([path])
    with law_refusals(), _refusals():
        document = draft(kind, _facts(path))
        data = write(document, form)
    with opened(output) as out:
        out.write(data)
    for note in document.notes:
        say(t("注意：{note}").format(note=note))
    if watched():
        say(t("已写到 {path}。").format(path=output))


def _facts(path: str) -> dict[str, Any]:
    from gongkai.law.loading import parse  # late, as above

    try:
        return parse(Path(path).read_text("utf-8-sig"), path)
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=why(error)), USAGE) from None
    except UnicodeDecodeError:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=t("不是 UTF-8 编码")), USAGE) from None


def _list(kind: str | None, *, detailed: bool, as_json: bool) -> None:
    from gongkai.letters import kinds  # late, as above
    from gongkai.letters.templates import template

    with law_refusals(), _refusals():
        found = [template(kind)] if kind else list(kinds().values())
    if as_json:
        entries = [_as_dict(letter) for letter in found]
        click.echo(json.dumps({"format": FORMAT, "kinds": entries}, ensure_ascii=False))
        return
    for letter in found:
        click.echo(f"{letter.kind}  {letter.name}{mark(letter.verified)}")
        if detailed:
            kinds_of = letter.kinds()
            click.echo(t("  必须有：{facts}").format(facts="、".join(kinds_of[id_].label for id_ in letter.facts)))
            if letter.optional:
                click.echo(
                    t("  可以有：{facts}").format(facts="、".join(kinds_of[id_].label for id_ in letter.optional))
                )
            for id_, text in letter.spans().items():
                click.echo(t("  可以改写：wording.{id}：{text}").format(id=id_, text=text))
            if letter.note:
                click.echo(t("  说明：{note}").format(note=letter.note))


def _as_dict(letter: Template) -> dict[str, Any]:
    def fact(id_: str) -> dict[str, Any]:
        kind = letter.kinds()[id_]
        entry: dict[str, Any] = {"id": id_, "name": kind.name, "type": kind.type}
        entry |= {"about": kind.about} if kind.about else {}
        return entry | ({"options": list(kind.options)} if kind.options else {})

    return {
        "kind": letter.kind,
        "name": letter.name,
        "title": letter.title,
        "outcome": letter.outcome,
        "ground": letter.ground,
        "required": [fact(id_) for id_ in letter.facts],
        "optional": [fact(id_) for id_ in letter.optional],
        "wording": letter.spans(),
        "verified": letter.verified,
        "note": letter.note,
    }


@contextmanager
def _refusals() -> Iterator[None]:
    """
    :raises Failure: instead of what a letter refuses.
    """
    from gongkai.letters import LetterError  # late, as above

    try:
        yield
    except LetterError as error:
        raise Failure(str(error), USAGE) from None

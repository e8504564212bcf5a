"""``gongkai examine``: what in texts and files must not be published as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gongkai.cli.messages import ERRORS_FOUND, OK, UNREADABLE, USAGE, Failure, language, printable, say, t, why
from gongkai.cli.output import Target, chosen_form, on_terminal, opened
from gongkai.cli.stdin import standard_input
from gongkai.corpus.sources import STDIN, Input, NotAFile, find_inputs
from gongkai.examine import Finding, OfficialName, examine_file, localized
from gongkai.report.limits import MAX_BYTES
from gongkai.report.writing.wording import SEVERITY_NAMES

FORMAT = "gongkai-examine/1"
SUFFIXES = {".jsonl": "jsonl", ".json": "jsonl", ".ndjson": "jsonl", ".txt": "table"}
_REFUSALS = ("unreadable", "encrypted")


def run_examine(paths: Sequence[str], *, form: str | None, output: str | None, names: str | None) -> int:
    """Examine files and write what was found; the exit code."""
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
    return code


def _inputs(paths: Sequence[str]) -> Iterator[Input]:
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
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=why(error)), USAGE) from None
    except UnicodeDecodeError:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=t("不是 UTF-8 编码")), USAGE) from None
    return tuple(OfficialName(line.strip()) for line in lines if line.strip())


def _examined(document: Input, names: Sequence[OfficialName]) -> list[Finding] | None:
    """The findings of one file; None, and said, where it cannot be opened."""
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
    if found is not None:
        findings = [localized(item, language.get()).as_dict() for item in found]
        yield json.dumps({"format": FORMAT, "name": name, "findings": findings}, ensure_ascii=False)


def _as_text(name: str, found: Sequence[Finding] | None) -> Iterator[str]:
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

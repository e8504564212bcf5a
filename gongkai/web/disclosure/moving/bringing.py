"""`gongkai import`: line by line, each in its own transaction; what is wrong goes to a file with its reasons."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from gongkai.cli.messages import ERRORS_FOUND, OK, USAGE, Failure, t
from gongkai.examine import Finding as Found
from gongkai.examine import rules
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.refusals import Refused as AgencyRefused
from gongkai.web.disclosure.actions.moving import CHANGED, NEW, SAME, known, move_in, outcome
from gongkai.web.disclosure.arrivals import Arrival
from gongkai.web.disclosure.examining.basis import basis_of
from gongkai.web.disclosure.examining.leaks import examine_moved_in
from gongkai.web.disclosure.examining.looking import look_at_file, look_at_text
from gongkai.web.disclosure.models.examinations import ERROR
from gongkai.web.disclosure.moving.columns import COLUMNS, REMARKS
from gongkai.web.disclosure.moving.judging import Judging
from gongkai.web.disclosure.moving.lists import run_list
from gongkai.web.disclosure.moving.reading import Line, read_lines
from gongkai.web.files.refusals import Refused as FileRefused
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.refusals import Refused

WRONG = "wrong"
#: A line of progress, once in so many seconds.
OFTEN = 2.0


class Undone(Exception):
    """Tried, and taken back."""


class Done(NamedTuple):
    line: Line
    what: str
    reasons: list[str]
    #: In a dry run: the errors that the examination would find in what would be public.
    found: Sequence[Found] = ()
    #: In a dry run: what becomes of its state.
    becomes: str = ""


def run_import(path: Path, *, folder: Path | None, agency: str | None, by: str, source: str, dry: bool,
               bad: Path | None, kind: str = "") -> int:  # fmt: skip
    """Bring in a table of documents, or a list of another kind; the exit code."""
    if kind:
        return run_list(path, kind=kind, agency=_agency(agency), officer=_officer(by), dry=dry)
    lines = read_lines(path)
    judging = Judging((folder or path.parent), _agency(agency))
    officer = _officer(by)
    counts: Counter[str] = Counter()
    wrong: list[Done] = []
    found: dict[str, list[int]] = {}
    for done in _shown(_each(lines, judging, officer, source, dry), len(lines), dry):
        counts[done.what] += 1
        if done.what == WRONG:
            wrong.append(done)
        for one in done.found:
            found.setdefault(one.rule, []).append(done.line.number)
    if bad is not None and wrong:
        _write_bad(bad, wrong)
    _say_found(found, dry)
    if not dry and counts[NEW] + counts[CHANGED]:
        examine_moved_in.enqueue()
        print(t("迁入后已公开的，由后台进程检查；发现的问题见工作台“公开信息”中的“已公开的检查发现”。"))
    said = t("新增{new}条，更新{changed}条，不变{same}条，有误{wrong}条。")
    print(said.format(new=counts[NEW], changed=counts[CHANGED], same=counts[SAME], wrong=counts[WRONG]))
    if bad is not None and wrong:
        print(t("有误的行和原因写在 {path}，改正后可以再次导入。").format(path=bad))
    return ERRORS_FOUND if wrong else OK


def _agency(slug: str | None) -> Agency | None:
    if slug is None:
        return None
    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        raise Failure(t("没有网址代码为 {slug} 的机关。").format(slug=slug), USAGE)
    return found


def _officer(username: str) -> Officer:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Failure(t("没有登录名 {name}，或者账户已停用。").format(name=username), USAGE)
    return Officer(user, today=timezone.localdate())


def _each(lines: Iterable[Line], judging: Judging, officer: Officer, source: str, dry: bool) -> Iterator[Done]:
    seen: set[tuple[int, str]] = set()
    numbers: dict[str, int] = {}  # a dry run takes lines back, and the next may bring the same 索引号
    for line, found in _whole([(line, judging.judge(line)) for line in batch] for batch in _of_one(lines)):
        if isinstance(found, list):
            yield Done(line, WRONG, found)
            continue
        key = (found.agency.pk, found.source_id)
        if key in seen:
            yield Done(line, WRONG, [t("来源编号 {id} 在文件中出现了两次").format(id=found.source_id)])
            continue
        seen.add(key)
        try:
            if dry:
                tried = Done(line, *_tried(found, source, officer))
                before = numbers.setdefault(found.index_number, line.number) if tried.what == NEW else line.number
                if found.index_number and before != line.number:
                    said = t("索引号 {number} 与第{before}行相同；一个索引号在整个平台上只用一次")
                    tried = Done(line, WRONG, [said.format(number=found.index_number, before=before)])
                elif tried.what != WRONG:
                    judging.earlier.add(found.index_number)
                yield tried
            else:
                yield Done(line, move_in(found, source=source, by=officer), [])
        except (Refused, AgencyRefused, NotPermitted) as refused:
            yield Done(line, WRONG, [str(refused)])
        except FileRefused as refused:
            yield Done(line, WRONG, list(refused.messages))


def _of_one(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that follow one another and are of one document."""
    for _key, group in groupby(lines, key=lambda line: (line.values.get("agency"), line.values.get("source_id"))):
        yield list(group)


def _whole(judged: Iterable[list[tuple[Line, Arrival | list[str]]]]) -> Iterator[tuple[Line, Arrival | list[str]]]:
    """What is public and what was written on it since are brought in together."""
    for lines in judged:
        (line, first), *more = lines
        second = more[0][1] if len(more) == 1 else None
        if isinstance(first, Arrival) and isinstance(second, Arrival) and first.published and not second.published:
            digest = sha256(f"{first.digest}{second.digest}".encode()).hexdigest()
            yield line, replace(first, revision=second, digest=digest)
        else:
            yield from lines


def _tried(found: Arrival, source: str, officer: Officer) -> tuple[str, list[str], list[Found], str]:
    """What would be done, done and taken back: what would be refused is refused here too, what would be found is."""
    if outcome(found, source) == SAME:
        return SAME, [], [], ""
    what, seen = "", []
    try:
        with transaction.atomic():
            what = move_in(found, source=source, by=officer)
            seen = _leaking(found, source)
            raise Undone
    except Undone:
        return what, [], seen, _becomes(found)


def _becomes(found: Arrival) -> str:
    """What of its state comes in."""
    if found.revision is not None:
        return t("已公开的一版直接公开；其后的修改：{rest}").format(rest=_becomes(found.revision))
    if found.published is not None:
        return t("直接公开，不再审核")
    if not found.state:
        return t("作为草稿导入，须经审核才能发布")
    state = kind_of(found.kind.id).table.states[found.state].name
    return t("按“{state}”存放，不公开").format(state=state)


def _leaking(found: Arrival, source: str) -> list[Found]:
    """The errors in what would be public."""
    moved = known(found, source)
    version = moved.document.published if moved else None
    if version is None:
        return []
    basis = basis_of(version)
    seen = list(look_at_text(version, basis))
    for row in version.attachments.select_related("file"):
        seen += look_at_file(row.file, basis)
    return [one.finding for one in seen if one.finding.severity == ERROR]


def _say_found(found: Mapping[str, Sequence[int]], dry: bool) -> None:
    """By rule, what the examination would find."""
    for rule, lines in sorted(found.items(), key=lambda one: -len(one[1])):
        said = t("检查会发现：{rule} {count}处，涉及{lines}条")
        title = rules()[rule].title
        print(said.format(rule=title, count=len(lines), lines=len(set(lines))))
    if dry and not found:
        print(t("检查不会发现须处理的问题。"))


def _shown(done: Iterator[Done], total: int, dry: bool) -> Iterator[Done]:
    """Passed on, with progress on a terminal; in a dry run a line for each that is new, changed or wrong."""
    started = last = time.monotonic()
    for number, one in enumerate(done, 1):
        if one.what == WRONG:
            said = t("第{number}行：{reasons}").format(number=one.line.number, reasons="；".join(one.reasons))
            print(said, file=sys.stderr)
        elif dry:
            title = one.line.values.get("title", "")
            what = {NEW: t("新增"), CHANGED: t("更新"), SAME: t("不变")}[one.what]
            print(t("第{number}行：{what} {title}").format(number=one.line.number, what=what, title=title))
            if one.becomes:
                print(t("第{number}行：{becomes}").format(number=one.line.number, becomes=one.becomes))
            for found in one.found:
                shown = t("第{number}行：检查会发现 {rule}：{quote}")
                print(shown.format(number=one.line.number, rule=rules()[found.rule].title, quote=found.quote))
        if sys.stderr.isatty() and time.monotonic() - last > OFTEN:
            last = time.monotonic()
            rate = number / (last - started)
            print(
                t("{number}/{total}，每秒{rate:.0f}条").format(number=number, total=total, rate=rate), file=sys.stderr
            )
        yield one


def _write_bad(path: Path, wrong: list[Done]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        used = [column for column in COLUMNS if any(column.id in done.line.values for done in wrong)]
        writer.writerow([*(column.head for column in used), *REMARKS])
        for done in wrong:
            cells = [done.line.values.get(column.id, "") for column in used]
            writer.writerow([*cells, str(done.line.number), "；".join(done.reasons)])

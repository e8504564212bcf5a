"""Lists beside the documents go out, a file for each agency and kind, and come in line by line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.cli.messages import ERRORS_FOUND, OK, USAGE, Failure, t
from gongkai.web.agencies.lists.columns import harmless
from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.lists.reading import BYTES, LINES, UnreadableList
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.refusals import Refused as AgencyRefused
from gongkai.web.disclosure.moving.listed import Operator, Stock
from gongkai.web.disclosure.moving.stocks import stocks
from gongkai.web.disclosure.sheets.actions import bring
from gongkai.web.disclosure.sheets.cells import Column
from gongkai.web.disclosure.sheets.plans import Planned, plan
from gongkai.web.disclosure.sheets.reading import read
from gongkai.web.disclosure.sheets.rooms import ROOMS, Room
from gongkai.web.visibility import Reader
from gongkai.web.workflow.refusals import Refused

FOLDER = "lists"


def kinds_of_lists() -> dict[str, Room | Stock]:
    """By their names, in the order in which they come in."""
    return {**ROOMS, **stocks()}


def write_lists(folder: Path, agencies: Iterable[Agency], reader: Reader) -> int:
    """Every list of every agency that has one; how many lines."""
    count = 0
    for agency in agencies:
        for id_, kind in kinds_of_lists().items():
            lines = list(_lines(kind, agency, reader))
            for number, begin in enumerate(range(0, len(lines), LINES), 1):
                part = f"-{number}" if len(lines) > LINES else ""
                place = folder / FOLDER / f"{id_}-{agency.slug}{part}.csv"
                place.parent.mkdir(exist_ok=True)
                _write(place, kind.columns, lines[begin : begin + LINES])
            count += len(lines)
    return count


def _lines(kind: Room | Stock, agency: Agency, reader: Reader) -> Iterable[Sequence[str]]:
    if isinstance(kind, Stock):
        return (kind.cells(facts) for facts in kind.rows(agency, reader))
    there = kind.there(agency, timezone.localdate(), reader)
    return kind.rows(sorted(there.values(), key=lambda row: row.pk))  # as they came, so that they come in likewise


def _write(place: Path, columns: Sequence[Column], lines: Iterable[Sequence[str]]) -> None:
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.head for column in columns)
        writer.writerows(map(harmless, line) for line in lines)


def run_list(path: Path, *, kind: str, agency: Agency | None, officer: Officer, dry: bool) -> int:
    """Bring in a list of an agency, or say line by line what that would do; the exit code."""
    known = kinds_of_lists()
    if kind not in known:
        raise Failure(t("没有清单“{kind}”；可用的：{known}。").format(kind=kind, known="、".join(known)), USAGE)
    if agency is None:
        raise Failure(t("请用 --agency 写明清单属于哪个机关。"), USAGE)
    try:
        content = path.read_bytes()[: BYTES + 1]
        done = list(_done(known[kind], agency, content, path.name, officer, dry))
    except OSError as error:
        raise Failure(t("{path} 打不开：{error}").format(path=path, error=error.strerror), USAGE) from None
    except (UnreadableList, Refused, AgencyRefused, NotPermitted) as error:
        raise Failure(str(error), USAGE) from None
    counts = Counter(state for _number, state, _said in done)
    for number, state, said in done:
        if dry or state == State.WRONG:
            print(t("第{number}行：{reasons}").format(number=number, reasons=f"{state.label} {said}".strip()))
    said = t("新增{new}条，更新{changed}条，不变{same}条，有误{wrong}条。")
    print(said.format(new=counts[State.NEW], changed=counts[State.CHANGED], same=counts[State.UNCHANGED],
                      wrong=counts[State.WRONG]))  # fmt: skip
    if counts[State.NEW] + counts[State.CHANGED]:
        then = known[kind].then if isinstance(known[kind], Stock) else t("导入的清单须送审后才公开")  # type: ignore[union-attr]
        print(t("注意：{then}。").format(then=then) if then else "", end="\n" if then else "")
    return ERRORS_FOUND if counts[State.WRONG] else OK


def _done(
    kind: Room | Stock, agency: Agency, content: bytes, name: str, by: Officer, dry: bool
) -> Iterator[tuple[int, State, str]]:
    """Number, what became of it, and why."""
    if isinstance(kind, Room):
        made = kind.plan(read(content, kind.columns), agency, by.today, by, whole=False)
        if not dry and made.writes:
            bring(kind, agency, content, file_name=name, day=by.today, planned=made.digest, by=by)
        yield from ((line.number, line.state, _said(line)) for line in made.lines)
        return
    there: dict[Hashable, Any] = {kind.key(facts): facts for facts in kind.rows(agency, Operator())}
    made = plan(
        read(content, kind.columns), kind.columns, key=kind.key, check=lambda _facts: (), there=there,
        facts_of=lambda facts: facts,
    )  # fmt: skip
    with transaction.atomic():
        for line in made.lines:
            if line.faults or line.row is not None:
                yield line.number, State.WRONG if line.faults else State.UNCHANGED, _said(line)
                continue
            try:
                with transaction.atomic():
                    kind.take(agency, line.facts, by)
                yield line.number, State.NEW, _said(line)
            except (Refused, AgencyRefused, NotPermitted) as refused:
                yield line.number, State.WRONG, str(refused)
        transaction.set_rollback(dry)


def _said(line: Planned) -> str:
    """What is wrong with it, or else which one it is."""
    faults = "；".join(f"{fault.head}{fault.message}" for fault in line.faults)
    return faults or " ".join([cell for cell in line.cells.values() if cell][:3])[:80]

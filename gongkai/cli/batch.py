"""``gongkai read`` and ``gongkai check``: files in, one output, progress for a person, an exit code."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, BinaryIO, Protocol

from gongkai.cli.messages import ERRORS_FOUND, INTERRUPTED, OK, UNREADABLE, USAGE, Failure, say, show_trace, t, watched
from gongkai.cli.output import Target, chosen_form, on_terminal, opened
from gongkai.cli.sinks import SINKS, Sink, Table
from gongkai.cli.stdin import standard_input
from gongkai.corpus.across import MOST, Across, Spool, keep
from gongkai.corpus.runner import Job, Result, key_of, run
from gongkai.corpus.sources import STDIN, Input, find_inputs
from gongkai.corpus.tables import columns
from gongkai.report.writing.csv import BOM
from gongkai.report.writing.html import OVERVIEW
from gongkai.report.writing.wording import refusal

SUFFIXES = {
    ".jsonl": "jsonl",
    ".json": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".txt": "table",
}
SHOWN_IN_FULL = 3
"""So many files or fewer are shown with their forms."""
TOLD = 10
"""So many unreadable files are named on standard error."""


def run_batch(
    paths: Sequence[str], *, check: bool, form: str | None, output: str | None, jobs: int, language: str
) -> int:
    """Read all files and write them in the form; the exit code."""
    form = chosen_form(form, output, SUFFIXES, "table" if on_terminal(output) else "jsonl")
    if form == "parquet" and on_terminal(output):
        raise Failure(t("parquet 不能显示在终端上，请用 -o 写到文件。"), USAGE)
    inputs = list(_inputs(paths, output))
    if not inputs:
        raise Failure(
            t("没有可读的文件：{paths}（文件夹是空的，或者里面只有略过的文件）").format(paths=" ".join(paths))
        )
    tally = _Tally(output, language)
    with opened(output) as out:
        sink = _sink(form, out, language, checked=check, files=len(inputs))
        together = _Together(sink) if _compared(len(inputs), check) else None
        results = run(inputs, Job(check=check, encode=sink.encode, keep=keep if together else None), jobs)
        try:
            with closing(results), _progress(len(inputs), sink, output) as progress:
                for result in results:
                    if together:
                        together.add(result)
                    else:
                        sink.add(result.items)
                    tally.take(result)
                    progress.advance(result)
            if together:
                tally.errors += together.finish()
        except KeyboardInterrupt:
            if together:
                together.finish(compare=False)
            sink.close()
            say(t("已中断；读完的部分已经写出。"))
            return INTERRUPTED
        sink.close()
    tally.tell()
    return UNREADABLE if tally.unreadable else ERRORS_FOUND if check and tally.errors else OK


def _sink(form: str, out: BinaryIO, language: str, *, checked: bool, files: int) -> Sink:
    if form == "table":
        return Table(out, language, checked=checked, full=files <= SHOWN_IN_FULL)
    return SINKS[form](out, language, checked=checked)


def _compared(files: int, checked: bool) -> bool:
    """Whether the reports are compared with each other; where they are too many for that, it is said."""
    if not checked or files < 2:
        return False
    if files > MOST:
        say(t("超过{most}份，未作相邻年度和各机关之间的比较。").format(most=MOST))
    return files <= MOST


def _inputs(paths: Sequence[str], output: str | None) -> Iterator[Input]:
    target = Target(output)
    target.refuse_inputs(paths)
    data = standard_input() if STDIN in paths else None
    for found in find_inputs(paths, data):
        if not (found.path and target.is_at(found.path)):
            yield found
        elif not _written_by_us(found.path):
            target.refuse(found.path)


def _written_by_us(path: str) -> bool:
    """Whether an earlier run wrote the file (into a folder that is read): then it is no input."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            start = file.read(2_000)
    except OSError:
        return False
    head = ",".join(islice(columns(), 4))
    return OVERVIEW.encode() in start or start.startswith(f"{BOM}{head},".encode())


class _Tally:
    """What was found in all, and what a person is told of it where the output itself is not before their eyes."""

    def __init__(self, output: str | None, language: str) -> None:
        self.output = output
        self.language = language
        self.records = self.reports = self.unreadable = self.errors = 0
        self.failures: list[str] = []

    def take(self, result: Result[Any]) -> None:
        """Count one file; a defect of ours is shown where that is asked for."""
        if result.trace:
            show_trace(result.trace)
        self.records += len(result.items)
        self.reports += result.reports
        self.unreadable += result.unreadable
        self.errors += result.errors
        for rule, reason in result.failures:
            self.failures.append(f"{result.name}{t('：')}{refusal(rule, reason, self.language)}")

    def tell(self) -> None:
        """Name the first failures, and on a terminal say what was written."""
        if self.output is None:
            return
        for failure in self.failures[:TOLD]:
            say(t("读不了 {failure}").format(failure=failure))
        if len(self.failures) > TOLD:
            say(t("读不了的共{count}份，其余见输出。").format(count=len(self.failures)))
        if watched():
            text = t("已写到 {path}：{records}份，其中年度报告{reports}份。")
            say(text.format(path=self.output, records=self.records, reports=self.reports))


class _Together:
    """Holds the encoded records back until all have been compared, and then hands them to the sink in order."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.across = Across()
        self.spool = Spool()
        self.files = 0
        self.handing = False

    def add(self, result: Result[Any]) -> None:
        self.spool.add(result.items)
        self.across.add(self.files, result.kept)
        self.files += 1

    def finish(self, *, compare: bool = True) -> int:
        """Give everything to the sink, once, with what the comparison found; the number of errors in that."""
        if self.handing:
            return 0
        found = self.across.findings() if compare else {}
        self.handing = True
        records = {place: number for number, place in enumerate(self.across.places) if place in found}
        for file, items in enumerate(self.spool):
            for part in range(len(items)):
                if (place := (file, part)) in found:
                    record = self.across.report(records[place]).with_findings(found[place])
                    items[part] = self.sink.encode(record, key_of(file, part))
            self.sink.add(items)
        self.spool.close()
        self.across.close()
        return sum(item.severity == "error" for items in found.values() for item in items)


class Progress(Protocol):
    def advance(self, result: Result[Any]) -> None: ...


class _Silent:
    def advance(self, result: Result[Any]) -> None:
        pass


class _Bar:
    """Files done, rate and failures; drawn from here and by no thread, so that workers can be forked safely."""

    def __init__(self, bar: Any, total: int) -> None:
        self.bar = bar
        self.task = bar.add_task(t("读取"), total=total, failed=0)
        self.failed = 0
        self.drawn = 0.0

    def advance(self, result: Result[Any]) -> None:
        self.failed += result.unreadable > 0
        self.bar.update(self.task, advance=1, failed=self.failed)
        if time.monotonic() - self.drawn > 0.1:
            self.bar.refresh()
            self.drawn = time.monotonic()


@contextmanager
def _progress(total: int, sink: Sink, output: str | None) -> Iterator[Progress]:
    if total == 1 or not watched() or (sink.streams and on_terminal(output)):
        yield _Silent()
        return
    from rich.console import Console  # late, all four: only a terminal needs them
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(t("{rate}份/秒").format(rate=f"{task.speed:.0f}" if task.speed else "—"))

    failed = TextColumn(t("读不了") + " {task.fields[failed]}")
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), failed, TimeRemainingColumn())
    with Bar(*parts, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        yield _Bar(bar, total)

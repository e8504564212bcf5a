"""``gongkai read`` and ``gongkai check``: files in, one output, progress for a person, an exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Protocol

from gongkai.cli.group import ERRORS_FOUND, INTERRUPTED, OK, UNREADABLE, USAGE, Failure, say, show_trace, t
from gongkai.cli.output import chosen_form, on_terminal, opened
from gongkai.cli.sinks import SINKS, Sink, Table
from gongkai.corpus.runner import Job, Result, run
from gongkai.corpus.sources import STDIN, Input, find_inputs
from gongkai.report.limits import MAX_BYTES

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


def run_batch(
    paths: Sequence[str], *, check: bool, form: str | None, output: str | None, jobs: int, language: str
) -> int:
    """Read all files and write them in the form; the exit code."""
    form = chosen_form(form, output, SUFFIXES, "table" if on_terminal(output) else "jsonl")
    if form == "parquet" and on_terminal(output):
        raise Failure(t("parquet 不能显示在终端上，请用 -o 写到文件。"), USAGE)
    inputs = list(_inputs(paths, output))
    if not inputs:
        raise Failure(t("没有找到文件：{paths}").format(paths=" ".join(paths)))
    unreadable = errors = 0
    with opened(output) as out:
        sink = (
            Table(out, language, full=len(inputs) <= SHOWN_IN_FULL) if form == "table" else SINKS[form](out, language)
        )
        results = run(inputs, Job(check=check, encode=sink.encode), jobs)
        try:
            with closing(results), _progress(len(inputs), sink, output) as progress:
                for result in results:
                    sink.add(result.items)
                    unreadable += result.unreadable
                    errors += result.errors
                    if result.trace:
                        show_trace(result.trace)
                    progress.advance(result)
        except KeyboardInterrupt:
            sink.close()
            say(t("已中断；读完的部分已经写出。"))
            return INTERRUPTED
        sink.close()
    return UNREADABLE if unreadable else ERRORS_FOUND if check and errors else OK


def _inputs(paths: Sequence[str], output: str | None) -> Iterator[Input]:
    target = os.path.realpath(output) if output else None
    if target and any(path != STDIN and os.path.realpath(path) == target for path in paths):
        raise Failure(t("-o 不能是要读的文件：{path}").format(path=output), USAGE)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if STDIN in paths else None
    for found in find_inputs(paths, data):
        # What an earlier run wrote into the folder is no input.
        if not (target and found.path and os.path.realpath(found.path) == target):
            yield found


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
    if total == 1 or not sys.stderr.isatty() or (sink.streams and on_terminal(output)):
        yield _Silent()
        return
    from rich.console import Console  # late: only a terminal needs it
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

"""Reading documents that came from outside: each in a process of its own, so that one that takes all there is of time
or memory, or that harms who reads it, costs one reading and nothing else.

`python -m gongkai.web.annual.bounded SECONDS` is the reader: it has the modules ready and forks for each document that
stands on its input, as a line of JSON (name, length) and the bytes; it answers with a line (a length, or -1 where the
child did not come back with an answer) and the records as JSON. Nothing that a child says is run.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from importlib import import_module
from queue import SimpleQueue
from typing import IO, Any

from gongkai.corpus.runner import available_cores
from gongkai.report import check_report, read_records
from gongkai.report.editions import editions
from gongkai.report.schema import Record, Report, Source, record_from_dict
from gongkai.report.writing import write_report

SECONDS, BYTES = 60, 2 * 1024**3
#: By the clock of the wall: a busy machine gives a process its seconds later.
PATIENCE = 3
#: Documents that are under way for each reader, so that none waits.
AHEAD = 3
_PIECE = 1 << 16
#: Whose modules reading one document alone loads as it goes.
_MEDIA = ("docx", "html", "ole", "pdf", "word_binary", "xls", "xlsx")

#: A document by its name and what gives its bytes.
Document = tuple[str, Callable[[], bytes]]


class ReadingFailed(Exception):
    """The document could not be read within the bounds."""


def records(data: bytes, name: str, seconds: int = SECONDS) -> list[Record]:
    """Every report in a document, with what the checks find, in so many seconds of a processor.

    :raises ReadingFailed: where it took more than the bounds allow.
    """
    with closing(Reader(seconds)) as reader:
        return reader.read(data, name)


def many(documents: Iterable[Document], seconds: int = SECONDS) -> Iterator[list[Record] | None]:
    """The records of each document in their order, read by a reader for each core and one more, since whoever
    keeps what was read waits for its disk meanwhile; None: not within the bounds. Few documents are held at a time."""
    count = available_cores() + 1
    with ExitStack() as stack:
        idle: SimpleQueue[Reader] = SimpleQueue()
        for _number in range(count):
            idle.put(stack.enter_context(closing(Reader(seconds))))

        def read(document: Document) -> list[Record] | None:
            name, load = document
            reader = idle.get()
            try:
                return reader.read(load(), name)
            except ReadingFailed:
                return None
            finally:
                idle.put(reader)

        threads = stack.enter_context(ThreadPoolExecutor(count))
        under_way: deque[Future[list[Record] | None]] = deque()
        for document in documents:
            under_way.append(threads.submit(read, document))
            if len(under_way) > AHEAD * count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


class Reader:
    """The reader's process, begun with the first document and again where it was lost."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, name: str) -> list[Record]:
        """Every report in a document, with findings.

        :raises ReadingFailed: where it took more than the bounds allow.
        """
        try:
            answer = self._asked(data, name)
        except (OSError, ValueError) as error:
            self.close()
            raise ReadingFailed(name) from error
        if answer is None:
            raise ReadingFailed(name)
        return [unpacked(one) for one in json.loads(answer)]

    def _asked(self, data: bytes, name: str) -> bytes | None:
        if self._process is None:
            command = [sys.executable, "-m", __name__, str(self.seconds)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_plain())
        given, answers = self._process.stdin, self._process.stdout
        assert given is not None
        assert answers is not None
        given.write(json.dumps([name, len(data)]).encode() + b"\n" + data)
        given.flush()
        size = int(answers.readline())
        return None if size < 0 else _exactly(answers, size)

    def close(self) -> None:
        """End the process; the next document begins another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _plain() -> dict[str, str]:
    """The environment without what is the instance's alone: keys, and where its database is."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DATABASE"))}


def _exactly(file: IO[bytes], size: int) -> bytes:
    """So many bytes.

    :raises ValueError: where the file ends before.
    """
    data = file.read(size)
    if len(data) < size:
        raise ValueError(size)
    return data


def main(seconds: int) -> None:
    """Read one document after the other from standard input."""
    first = True
    while line := sys.stdin.buffer.readline():
        name, size = json.loads(line)
        answer = _in_a_child(_exactly(sys.stdin.buffer, size), name, seconds)
        sys.stdout.buffer.write(b"-1\n" if answer is None else b"%d\n%b" % (len(answer), answer))
        sys.stdout.buffer.flush()
        if first:
            first = False
            _warm()


def _warm() -> None:
    """Load and read what every child would have to, before there are more of them."""
    for medium in _MEDIA:
        import_module(f"gongkai.report.reading.media.{medium}")
    for form in editions():
        report = Report(
            Source("", "", "", 0), agency="演示局", year=form.first_year, edition=form.id,
            title=f"演示局{form.first_year}年政府信息公开工作年度报告", cells=dict.fromkeys(form.cells, 0),
            sections={"一": "全年通过门户网站公开政府信息3条。"},
        )  # fmt: skip
        read(write_report(report, "html").encode(), "")
    gc.freeze()


def _in_a_child(data: bytes, name: str, seconds: int) -> bytes | None:
    """The answer of a child; None: it gave none in time, or ended before it was whole."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _answer(theirs, data, name, seconds)
    os.close(theirs)
    pieces, ends = [], time.monotonic() + PATIENCE * seconds
    while select.select([ours], [], [], max(0.0, ends - time.monotonic()))[0]:
        piece = os.read(ours, _PIECE)
        if not piece:
            break
        pieces.append(piece)
    else:
        os.kill(child, signal.SIGKILL)
    os.close(ours)
    return b"".join(pieces) if os.waitpid(child, 0)[1] == 0 else None


def _answer(pipe: int, data: bytes, name: str, seconds: int) -> None:
    """In the child: read within the bounds, answer, end."""
    status = 1
    try:
        os.close(0)
        os.dup2(2, 1)  # the answers' way is the parent's alone
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        answer = json.dumps([packed(one) for one in read(data, name)]).encode()
        with os.fdopen(pipe, "wb") as out:
            out.write(answer)
        status = 0
    finally:
        os._exit(status)


def packed(record: Record) -> dict[str, Any]:
    """A record as JSON with what its format leaves out: the values that its findings were made from, so that nobody
    has to check again what a stranger sent."""
    findings = record.findings if isinstance(record, Report) else ()
    return {"record": record.as_dict(), "details": [dict(finding.details) for finding in findings]}


def unpacked(said: Mapping[str, Any]) -> Record:
    """What was packed."""
    record = record_from_dict(said["record"])
    if not isinstance(record, Report):
        return record
    pairs = zip(record.findings, said["details"], strict=True)
    return replace(record, findings=tuple(replace(finding, details=details) for finding, details in pairs))


def read(data: bytes, name: str) -> list[Record]:
    """The same without bounds."""
    return [
        one.with_findings(check_report(one)) if isinstance(one, Report) else one for one in read_records(data, name)
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]))

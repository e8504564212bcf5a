"""Reading many files in worker processes: order kept, memory bounded, no file able to stop the batch.

A worker gets a few files at a time and answers file by file. Where it dies, or is silent on one file for longer
than the limit, it is ended, that file becomes a record with the reason, and a new worker goes on with the rest.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from gongkai.corpus.sources import Input, NotAFile
from gongkai.report.limits import MAX_BYTES
from gongkai.report.schema import NotAReport, Record, Report, Source

SECONDS_PER_FILE = 60.0
HELD = 4
"""Files a worker holds: the one it reads and those that lie ready, so that it never waits."""

AHEAD = 512
"""Answers that may wait for an earlier file's."""

FAILURES = {
    "not-found": "文件不存在，或者打不开。",
    "no-permission": "没有权限打开这个文件。",
    "not-a-file": "不是普通文件（是管道、设备或文件夹），未读取；要读管道，请用“-”。",
    "too-slow": "超过时限没有读完，已放弃。",
    "crashed": "读取这个文件时程序出错，未读取。",
}
"""Why a file has no records of the reader's: reasons by rule."""

UNKNOWN_MEDIA = "application/octet-stream"

Item = TypeVar("Item")


def same(record: Record, _key: str) -> Record:
    return record


@dataclass(frozen=True)
class Job(Generic[Item]):
    """What a worker does with a file: read it, check its reports, and ``encode`` each record (with a key unique in the
    batch) into what the caller wants; the work of encoding is then done by the workers too."""

    check: bool = False
    encode: Callable[[Record, str], Item] = same  # type: ignore[assignment]
    keep: Callable[[Record], Any] | None = None
    """What is kept of each record for looking at many together."""

    def __call__(self, index: int, document: Input) -> Result[Item]:
        try:
            return self.result(index, document, read_input(document, check=self.check))
        except Exception as error:
            trace = f"{document.name}: {error!r}\n{traceback.format_exc()}"
            return self.result(index, document, [failure(document, "crashed")], trace)

    def result(self, index: int, document: Input, records: list[Record], trace: str = "") -> Result[Item]:
        """The outcome of one file from its records."""
        return Result(
            name=document.name,
            items=[self.encode(record, key_of(index, part)) for part, record in enumerate(records)],
            reports=sum(isinstance(record, Report) for record in records),
            unreadable=sum(isinstance(record, NotAReport) and record.unreadable for record in records),
            failures=tuple(
                (record.rule, record.reason)
                for record in records
                if isinstance(record, NotAReport) and record.unreadable
            ),
            errors=sum(
                finding.severity == "error"
                for record in records
                if isinstance(record, Report)
                for finding in record.findings
            ),
            kept=tuple(self.keep(record) for record in records) if self.keep else (),
            trace=trace,
        )


def key_of(index: int, part: int) -> str:
    """The key of a record: of the file's number in the batch and the record's own within it."""
    return f"r{index}-{part}"


@dataclass(frozen=True)
class Result(Generic[Item]):
    """What became of one file: its encoded records and how many they are, rule and reason of what was unreadable in
    it; ``trace`` is set where the reader failed."""

    name: str
    items: list[Item]
    reports: int
    unreadable: int
    errors: int
    failures: tuple[tuple[str, str], ...] = ()
    kept: tuple[Any, ...] = ()
    trace: str = ""


def read_input(document: Input, *, check: bool) -> list[Record]:
    """The records of one document, checked where asked."""
    # Late: only a process that reads needs the reader.
    from gongkai.report.reading import read_records

    try:
        data = document.read(MAX_BYTES)
    except NotAFile:
        return [failure(document, "not-a-file")]
    except PermissionError:
        return [failure(document, "no-permission")]
    except (OSError, ValueError):
        return [failure(document, "not-found")]
    records = list(read_records(data, document.name))
    if not check:
        return records
    from gongkai.report.checks import check_report  # late: only a process that checks needs the rules

    return [
        record.with_findings(tuple(check_report(record))) if isinstance(record, Report) else record
        for record in records
    ]


def failure(document: Input, rule: str) -> NotAReport:
    """The record of an input that could not be read; ``rule`` is one of :data:`FAILURES`."""
    size = len(document.data or b"")
    if document.path is not None:
        with suppress(OSError, ValueError):
            size = Path(document.path).stat().st_size
    digest = sha256(document.data).hexdigest() if document.data is not None else ""
    return NotAReport(Source(document.name, digest, UNKNOWN_MEDIA, size), rule, FAILURES[rule], unreadable=True)


def run(
    inputs: Iterable[Input], job: Job[Item], workers: int = 0, seconds: float = SECONDS_PER_FILE
) -> Generator[Result[Item], None, None]:
    """The outcomes of all inputs in their order, from ``workers`` processes (0: one per core)."""
    return _Pool(iter(inputs), job, workers or available_cores(), seconds).results()


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    waiting: deque[tuple[int, Input]] = field(default_factory=deque)
    since: float = 0.0


class _Pool(Generic[Item]):
    def __init__(self, inputs: Iterator[Input], job: Job[Item], workers: int, seconds: float) -> None:
        self.inputs = enumerate(inputs)
        self.exhausted = False
        self.returned: deque[tuple[int, Input]] = deque()
        self.job = job
        self.most = workers
        self.seconds = seconds
        self.workers: list[_Worker] = []
        self.done: dict[int, Result[Item]] = {}
        self.next = 0

    def results(self) -> Generator[Result[Item], None, None]:
        try:
            while True:
                self._feed()
                while self.next in self.done:
                    result = self.done.pop(self.next)
                    self.next += 1
                    yield result
                if any(worker.waiting for worker in self.workers):
                    self._collect()
                elif not self.returned:
                    return
        finally:
            for worker in self.workers:
                _end(worker)

    def _feed(self) -> None:
        """Start workers while there are files for them, then see that each holds enough."""
        while len(self.workers) < self.most and (files := self._take(1)):
            worker = self._start()
            self.workers.append(worker)
            self._send(worker, files)
        for worker in list(self.workers):
            if len(worker.waiting) <= HELD // 2 and (files := self._take(HELD - len(worker.waiting))):
                self._send(worker, files)

    def _take(self, most: int) -> list[tuple[int, Input]]:
        files: list[tuple[int, Input]] = []
        while self.returned and len(files) < most:
            files.append(self.returned.popleft())
        while len(files) < most and not self.exhausted and len(self.done) < AHEAD:
            try:
                files.append(next(self.inputs))
            except StopIteration:
                self.exhausted = True
        return files

    def _start(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        others = [worker.pipe for worker in self.workers] + [ours] if context.get_start_method() == "fork" else []
        process = context.Process(target=_work, args=(theirs, self.job, others), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _send(self, worker: _Worker, files: list[tuple[int, Input]]) -> None:
        idle = not worker.waiting
        if idle:
            worker.since = time.monotonic()
        worker.waiting.extend(files)
        try:
            worker.pipe.send(files)
        except OSError:
            # Of one that had files, answers may lie in the pipe still: they are taken before its end is met.
            if idle:
                self._replace(worker, "crashed")

    def _collect(self) -> None:
        """Take every answer that has come; end what has died or been silent for too long."""
        busy = [worker for worker in self.workers if worker.waiting]
        left = min((worker.since for worker in busy), default=time.monotonic()) + self.seconds - time.monotonic()
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
        for worker in busy:
            if worker.pipe in ready:
                try:
                    index, result = worker.pipe.recv()
                except Exception:
                    self._replace(worker, "crashed")
                    continue
                worker.waiting.popleft()
                worker.since = time.monotonic()
                self.done[index] = result
            elif time.monotonic() - worker.since >= self.seconds:
                self._replace(worker, "too-slow")

    def _replace(self, worker: _Worker, rule: str) -> None:
        """Record the worker's current file as failed and hand the rest of its files on."""
        self.workers.remove(worker)
        _end(worker)
        index, document = worker.waiting.popleft()
        self.done[index] = self.job.result(index, document, [failure(document, rule)])
        self.returned.extend(worker.waiting)


def _context() -> BaseContext:
    # fork is quickest, and safe where this process has no other thread.
    fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if fork else "spawn")


def _work(pipe: Connection, job: Job[Any], others: list[Connection]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    try:
        while True:
            for index, document in pipe.recv():
                pipe.send((index, job(index, document)))
    except (EOFError, OSError):
        pass
    # Nothing of the parent's is to be flushed or cleaned up by a forked child.
    os._exit(0)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join(5)

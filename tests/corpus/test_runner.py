"""The batch goes on, in order, whatever one file does to its worker."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from gongkai.corpus import runner
from gongkai.corpus.runner import FAILURES, HELD, Job, Result, _Pool, run
from gongkai.corpus.sources import Input
from gongkai.report.schema import NotAReport, Record, Source


@dataclass(frozen=True)
class Acting(Job[Record]):
    """Does what the document says instead of reading it."""

    def __call__(self, index: int, document: Input) -> Result[Record]:
        match (document.data or b"").decode():
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(60)
            case "slow":
                time.sleep(0.3)
        return self.result(index, document, [NotAReport(Source(document.name, "", "", 0), "read", str(os.getpid()))])


def batch(acts: list[str], workers: int = 2, seconds: float = 20) -> list[Record]:
    inputs = [Input(str(number), data=act.encode()) for number, act in enumerate(acts)]
    results = list(run(inputs, Acting(), workers, seconds))
    assert [result.name for result in results] == [str(number) for number in range(len(acts))]
    return [item for result in results for item in result.items]


def rules(records: list[Record]) -> list[str]:
    return [record.rule for record in records if isinstance(record, NotAReport)]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_order_is_kept(workers: int) -> None:
    assert rules(batch(["slow", *["read"] * 40, "slow", "read"], workers)) == ["read"] * 43


def test_no_files_are_no_results() -> None:
    assert batch([]) == []


@pytest.mark.parametrize("workers", [1, 3])
def test_a_worker_that_dies_costs_one_file(workers: int) -> None:
    acts = ["read", "die", "read", "die", "die", *["read"] * 12, "die"]
    found = rules(batch(acts, workers))
    assert found == ["crashed" if act == "die" else "read" for act in acts]


def test_a_worker_that_dies_after_an_answer_has_answered() -> None:
    """Files sent to it in vain go to another, and the file it died of is the one that is blamed."""
    pool = _Pool(iter([Input(str(number), data=b"read") for number in range(3)]), Acting(), 1, 20)
    worker = pool._start()
    pool.workers.append(worker)
    pool._send(worker, [(0, Input("0", data=b"read")), (1, Input("1", data=b"die"))])
    worker.process.join(20)
    pool._send(worker, [(2, Input("2", data=b"read"))])
    while worker in pool.workers:
        pool._collect()
    done = {index: rules(result.items) for index, result in pool.done.items()}
    assert done == {0: ["read"], 1: ["crashed"]}
    assert [index for index, _ in pool.returned] == [2]


def test_a_file_that_hangs_is_given_up() -> None:
    found = rules(batch(["read", "hang", "read", "read"], seconds=5))
    assert found == ["read", "too-slow", "read", "read"]


def test_every_failure_is_unreadable_and_says_why() -> None:
    (record,) = batch(["die"])
    assert isinstance(record, NotAReport)
    assert record.unreadable
    assert record.reason == FAILURES["crashed"]


def test_an_error_of_the_reader_is_one_record_with_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_document: Input, *, check: bool) -> list[Record]:
        raise RuntimeError("sums")

    monkeypatch.setattr(runner, "read_input", broken)
    job: Job[Record] = Job()
    result = job(0, Input("x", data=b""))
    assert rules(result.items) == ["crashed"]
    assert "RuntimeError: sums" in result.trace
    assert result.unreadable == 1


def test_files_are_taken_as_they_are_needed() -> None:
    taken = 0

    def inputs() -> Iterator[Input]:
        nonlocal taken
        for number in range(5_000):
            taken += 1
            yield Input(str(number), data=b"read")

    results = run(inputs(), Acting(), 2)
    next(results)
    assert taken <= runner.AHEAD + 2 * HELD + 2
    results.close()


def test_workers_end_with_the_batch() -> None:
    results = run([Input(str(number), data=b"read") for number in range(50)], Acting(), 2)
    first = next(results)
    results.close()
    (record,) = first.items
    assert isinstance(record, NotAReport)
    with pytest.raises(ProcessLookupError):
        os.kill(int(record.reason), 0)


def test_a_missing_file_is_a_record() -> None:
    job: Job[Record] = Job()
    (result,) = run([Input("nowhere", "/nowhere/at/all")], job, 1)
    assert rules(result.items) == ["not-found"]


def test_what_may_not_be_opened_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_document: Input, _most: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Input, "read", refused)
    job: Job[Record] = Job()
    result = job(0, Input("x", "x"))
    assert rules(result.items) == ["no-permission"]
    assert result.failures == (("no-permission", FAILURES["no-permission"]),)


def test_with_other_threads_workers_are_spawned() -> None:
    def with_a_thread(act: Callable[[], str]) -> str:
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        try:
            return act()
        finally:
            stop.set()
            thread.join()

    assert with_a_thread(lambda: str(runner._context().get_start_method())) == "spawn"

"""Many reports: find the files, read and check them on all cores, and lay them out as one table.

``to_arrow(read_many(["folder"]))`` is the table of a folder of reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gongkai.corpus.runner import Job, run
from gongkai.corpus.sources import Input, find_inputs
from gongkai.corpus.tables import columns, to_arrow, to_rows

if TYPE_CHECKING:
    from gongkai.report.schema import Record

__all__ = ["Input", "Job", "columns", "find_inputs", "read_many", "run", "to_arrow", "to_rows"]


def read_many(paths: Iterable[str], *, check: bool = True, workers: int = 0) -> Iterator[Record]:
    """The records of all files in ``paths`` (files and folders) in order, read by ``workers`` (0: one per core)."""
    job: Job[Record] = Job(check=check)
    for result in run(find_inputs(paths), job, workers):
        yield from result.items

"""Large files at once through `gongkai serve`: none is lost, memory stays, the public reads on. Fewer than the
benchmark brings (`benchmarks/uploads.py`), on a server with room for two of them, so that the others come again."""

from __future__ import annotations

from benchmarks.uploads import MEGABYTE, race

#: What a process may need more than before for whatever comes; what came at once is twice that.
ADDED = 48


def test_many_large_files_at_once_are_all_kept_in_little_memory() -> None:
    found = race(8, 12 * MEGABYTE, 8, settings={"GONGKAI_FILE_MB": "12"})
    assert found.kept == found.sent == 8
    assert found.again > 0
    assert found.megabytes_most - found.megabytes_before < ADDED
    assert found.pages > 3

"""A list handed on: as large as it may be, it goes over the disk."""

from __future__ import annotations

import tracemalloc
from contextlib import closing

import pytest

from gongkai.web.agencies.lists.handing import handed_on

pytestmark = pytest.mark.django_db  # a response that ends lets the connection go


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_list_of_many_lines_takes_the_memory_of_a_few(format: str) -> None:
    """40 MB of text, of which never more than a part is held."""
    handed_on(format, "list", "演示", ["一"], lambda: [["二"]])  # what is imported and kept once
    tracemalloc.start()
    try:
        answer = handed_on(format, "list", "演示", ["一"], lambda: ([f"{n}演示" + "二" * 4990] for n in range(2700)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200
    with closing(answer):
        assert b"".join(answer).startswith(b"PK" if format == "xlsx" else "\ufeff一".encode())
    assert peak < 8 * 2**20, f"{peak / 2**20:.0f} MB"

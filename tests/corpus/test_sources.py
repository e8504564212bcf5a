"""Which files a path stands for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai.corpus import read_many
from gongkai.corpus.sources import Input, find_inputs


def names(*paths: Path) -> list[str]:
    return [Path(found.name).name for found in find_inputs([str(path) for path in paths])]


def test_a_folder_is_all_below_it_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.html", "a/1.pdf", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["1.pdf", "2.html", "b.txt", "c"]


@pytest.mark.parametrize(
    "name", [".hidden", "~$报告.docx", "x.py", "x.json", ".git/config", "page_files/logo.html", "README.md"]
)
def test_what_is_certainly_no_report_is_passed_over_in_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.html").write_text("x")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["page.html"]


def test_a_file_that_is_named_is_tried_whatever_it_is(tmp_path: Path) -> None:
    assert names(tmp_path / "x.py", tmp_path / "missing.txt") == ["x.py", "missing.txt"]


def test_standard_input_is_an_input() -> None:
    assert list(find_inputs(["-"], b"text")) == [Input("<stdin>", data=b"text")]


def test_a_link_to_a_folder_above_is_no_endless_walk(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "x.txt").write_text("x")
    assert names(tmp_path) == ["x.txt"]


def test_a_link_that_leads_nowhere_is_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    (tmp_path / "b").symlink_to("nowhere")
    (tmp_path / "c.txt").write_text("x")
    assert names(tmp_path) == ["a", "b", "c.txt"]
    records = list(read_many([str(tmp_path)]))
    assert [getattr(record, "rule", "") for record in records[:2]] == ["not-found", "not-found"]
    assert len(records) == 3


def test_the_name_of_an_input_is_printable(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8.txt")
    Path(path).write_text("x")
    (found,) = find_inputs([str(tmp_path)])
    assert found.name.encode().decode().endswith("\ufffd\ufffd.txt")
    assert found.read(10) == b"x"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        with pytest.raises(OSError, match="not a regular file"):
            Input("pipe", str(tmp_path / "pipe")).read(10)
    finally:
        os.close(writer)


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 100)
    assert len(Input("big", str(tmp_path / "big")).read(10)) == 11

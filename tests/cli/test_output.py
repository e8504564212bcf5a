"""Forms of output, and files that are written as a whole and over no input."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from gongkai.cli.batch import SUFFIXES
from gongkai.report.schema import record_from_dict
from tests.cli.running import RIGHT, SAMPLES, WRONG, call


def test_jsonl_is_the_default_in_a_pipe_one_record_a_line() -> None:
    records = [record_from_dict(json.loads(line)) for line in call("read", SAMPLES).stdout.splitlines()]
    assert sum(record.is_report for record in records) >= 8
    names = [record.source.name for record in records]
    assert names == sorted(names)


def test_table_is_the_default_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "gongkai.cli", "check", str(WRONG)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=env) as child:
        os.close(theirs)
        shown = b""
        while True:
            try:
                block = os.read(ours, 65536)
            except OSError:
                break
            if not block:
                break
            shown += block
    os.close(ours)
    assert child.returncode == 1
    assert "表四" in shown.decode()
    assert "校核结果" in shown.decode()


def test_csv_has_a_row_for_each_record() -> None:
    rows = list(csv.DictReader(io.StringIO(call("check", SAMPLES, "-f", "csv").stdout.removeprefix("\ufeff"))))
    (wrong,) = (row for row in rows if row["source"].endswith(WRONG.name))
    assert wrong["edition"] == "2021"
    assert int(wrong["n_errors"]) > 0
    assert wrong["review.upheld"] == "8"


def test_parquet_and_html_are_written_to_files(tmp_path: Path) -> None:
    assert call("check", SAMPLES, "-o", tmp_path / "all.parquet").exit_code == 1
    table = pyarrow.parquet.read_table(tmp_path / "all.parquet")
    assert table.num_rows == len(call("read", SAMPLES).stdout.splitlines())
    assert call("check", SAMPLES, "-o", tmp_path / "all.html").exit_code == 1
    assert (tmp_path / "all.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("suffix", "form"), SUFFIXES.items())
def test_the_suffix_of_the_output_decides_its_form(tmp_path: Path, suffix: str, form: str) -> None:
    starts = {"jsonl": b"{", "csv": b"\xef\xbb\xbfsource", "parquet": b"PAR1", "html": b"<!DOC", "table": b"\n"}
    call("read", RIGHT, "-o", tmp_path / f"out{suffix}")
    assert (tmp_path / f"out{suffix}").read_bytes().startswith(starts[form])


def test_a_few_are_shown_in_full_and_many_as_a_list() -> None:
    assert "申请人" not in call("check", SAMPLES, "-f", "table").stdout
    assert "商业企" in call("check", RIGHT, WRONG, "-f", "table").stdout
    assert "商业企" not in call("check", SAMPLES, "-f", "table").stdout


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(RIGHT.read_bytes())
    assert call("read", path, "-o", path).exit_code == 2
    assert path.read_bytes() == RIGHT.read_bytes()


def test_no_link_and_no_folder_leads_to_an_input_that_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(RIGHT.read_bytes())
    (tmp_path / "hard.txt").hardlink_to(path)
    (tmp_path / "soft.txt").symlink_to(path)
    for given, output in ((path, "hard.txt"), (path, "soft.txt"), (path.parent, "in/a.txt"), (path.parent, "hard.txt")):
        result = call("read", given, "-f", "table", "-o", tmp_path / output)
        assert result.exit_code == 2
        assert "-o 不能是要读的文件" in result.stderr
    assert call("compare", path, path, "-f", "table", "-o", path).exit_code == 2
    assert path.read_bytes() == RIGHT.read_bytes()


def test_write_does_not_overwrite_what_it_reads(tmp_path: Path) -> None:
    line = call("read", RIGHT).stdout
    path = tmp_path / "r.html"
    path.write_text(line, "utf-8")
    assert call("write", path, "-o", path).exit_code == 2
    assert path.read_text("utf-8") == line


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before", "utf-8")
    out.chmod(0o640)

    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("gongkai.cli.sinks.JsonLines.add", fails)
        result = call("read", RIGHT, "-o", out)
    assert result.exit_code == 2
    assert result.stderr == f"gongkai: 写不了文件 {out}：磁盘已满\n"
    assert out.read_text("utf-8") == "before"
    assert call("read", RIGHT, "-o", out).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_full_disk_is_said() -> None:
    for end in (["-o", "/dev/full", "-f", "jsonl"], []):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "gongkai.cli", "read", str(RIGHT), *end]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
        assert done.returncode == 2
        assert done.stderr.decode().count("\n") == 1
        assert "磁盘已满" in done.stderr.decode()


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (["read", RIGHT], ["-o", "x.docx"]),
        (["read", RIGHT], ["-f", "jsonl", "-o", "x.docx"]),
        (["read", RIGHT], ["-f", "jsonl", "-o", "x.csv"]),
        (["read", RIGHT], ["-o", "x.unknown"]),
        (["write", RIGHT], ["-o", "x.docx"]),
        (["write", RIGHT], ["-f", "csv", "-o", "x.md"]),
    ],
)
def test_a_suffix_that_does_not_fit_is_said(command: list[object], end: list[object]) -> None:
    result = call(*command, *end)
    assert result.exit_code == 2
    assert f"-o 的扩展名“{Path(str(end[-1])).suffix}”" in result.stderr


def test_what_could_not_be_read_is_said_where_the_output_goes_to_a_file(tmp_path: Path) -> None:
    result = call("read", tmp_path / "nowhere", RIGHT, "-o", tmp_path / "a.csv")
    assert result.exit_code == 3
    assert result.stderr == f"gongkai: 读不了 {tmp_path / 'nowhere'}：文件不存在，或者打不开。\n"
    many = call("read", *[tmp_path / str(number) for number in range(12)], "-o", tmp_path / "a.csv", "--lang", "en")
    assert many.stderr.count("\n") == 11
    assert "12 are unreadable" in many.stderr


def test_what_was_only_read_is_not_shown_as_right() -> None:
    few, many = call("read", WRONG, "-f", "table").stdout, call("read", SAMPLES, "-f", "table").stdout
    page, pages = call("read", WRONG, "-f", "html").stdout, call("read", SAMPLES, "-f", "html").stdout
    for text in (few, many, page, pages):
        assert "未校核；校核请用 gongkai check。" in text
        assert "没有发现问题" not in text
        assert not re.search(r"错误\s*0|错误<|份有错误", text)
    assert "未校核" not in call("check", SAMPLES, "-f", "html").stdout
    assert "未校核" not in call("check", SAMPLES, "-f", "table").stdout


def test_output_of_an_earlier_run_in_the_folder_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(RIGHT.read_bytes())
    for _ in range(2):
        assert call("read", tmp_path, "-o", tmp_path / "out.html").exit_code == 0
    assert "out.html" not in (tmp_path / "out.html").read_text("utf-8")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = call("read", RIGHT, "-o", tmp_path / "no" / "such" / "folder.html")
    assert result.exit_code == 2
    assert "写不了文件" in result.stderr

"""The command: formats, exit codes, pipes, languages. Real processes where a pipe or a signal is the point."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

import gongkai
from gongkai.cli import main
from gongkai.cli.batch import SUFFIXES
from gongkai.report.schema import record_from_dict
from tests.conftest import ROOT
from tests.report.writing.examples import report

SAMPLES = ROOT / "samples"
RIGHT = SAMPLES / "tab-rows-2021.txt"
WRONG = SAMPLES / "ruled-page-breaks-2023.pdf"
LOOK_ALIKE = SAMPLES / "interpretation.html"


def call(*arguments: object, data: bytes = b"", env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data, env=env)


def process(*arguments: object, data: bytes | None = None, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gongkai.cli", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=60, **settings)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    return path


# --- exit codes ------------------------------------------------------------------------------------------------------


def test_exit_codes(broken: Path, tmp_path: Path) -> None:
    assert call("check", RIGHT).exit_code == 0
    assert call("read", WRONG).exit_code == 0
    assert call("check", WRONG).exit_code == 1
    assert call("check", LOOK_ALIKE).exit_code == 0
    assert call("check", "--nonsense").exit_code == 2
    assert call("check", WRONG, broken).exit_code == 3
    assert call("read", tmp_path / "missing").exit_code == 3
    assert call("read", tmp_path).exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "没有“nonsense”这个命令。"),
        (["read"], "缺少 PATH...。"),
        (["read", "x", "--nonsense"], "没有“--nonsense”这个选项。"),
        (["read", "x", "-f", "xml"], "只能是：table、jsonl、csv、parquet、html。"),
        (["read", "x", "-j", "-3"], "-j / --jobs 应当是0到256的整数。"),
        (["read", "x", "-f"], "选项“-f”后面的值不对或者缺少。"),
        (["compare", "x", "y", "z"], "多出了“z”。"),
        (["write", "x", "-o", "/dev/full/x.html"], "打不开 x：没有这个文件或文件夹"),
        (["write", "missing.json"], "打不开 missing.json"),
        (["compare", "missing", RIGHT], "missing 不能比较：文件不存在，或者打不开。"),
        (["compare", SAMPLES, RIGHT], "samples 不能比较：不是普通文件（是管道、设备或文件夹）"),
        (["read", RIGHT, "-o", "no/such.html"], "写不了文件 no/such.html：没有文件夹 no，请先建立"),
        (["write", RIGHT], "不是 JSON（第1行第1个字符处）；要的是 gongkai read -f jsonl 的一行。"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(arguments: list[object], says: str) -> None:
    result = call(*arguments)
    assert result.exit_code in {2, 3}
    assert says in result.stderr.splitlines()[0]
    assert "Traceback" not in result.output


ENGLISH = {
    "no option": ["--nonsense"],
    "no command": ["nonsense"],
    "nothing to read": ["read"],
    "no such option": ["read", "x", "--nonsense"],
    "no such format": ["read", "x", "-f", "xml"],
    "no such number": ["read", "x", "-j", "many"],
    "no value": ["read", "x", "-j"],
    "too much": ["compare", "x", "y", "z"],
    "no file": ["write", "missing"],
    "no folder": ["read", "tab-rows-2021.txt", "-o", "no/such.html"],
    "a folder": ["compare", ".", "tab-rows-2021.txt"],
    "no JSON": ["write", "tab-rows-2021.txt"],
    "no report": ["compare", "interpretation.html", "tab-rows-2021.txt"],
    "over an input": ["read", "tab-rows-2021.txt", "-o", "tab-rows-2021.txt"],
    "no suffix of ours": ["read", "tab-rows-2021.txt", "-o", "x.docx"],
    "another suffix": ["read", "tab-rows-2021.txt", "-f", "csv", "-o", "x.html"],
}


@pytest.mark.parametrize("wrong", ENGLISH)
def test_english_says_it_without_chinese_and_chinese_without_english(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SAMPLES)
    english = call(*ENGLISH[wrong], env={"GONGKAI_LANG": "en"}).stderr
    assert english.startswith("gongkai: ")
    assert re.findall("[一-鿿，。：；（）]", english) == []
    chinese = call(*ENGLISH[wrong]).stderr
    assert re.search("[一-鿿]", chinese)
    assert re.findall("Usage|Error|Options|Missing|Invalid|No such|Got|requires", chinese) == []


@pytest.mark.parametrize("arguments", [["--nonsense"], ["read", "x", "-j"], ["read"], ["--lang"]])
def test_wrong_usage_says_where_the_help_is(arguments: list[str]) -> None:
    command = "gongkai read" if "read" in arguments else "gongkai"
    result = CliRunner().invoke(main, arguments, prog_name="gongkai")
    assert result.stderr.splitlines()[1] == f"用法见：{command} --help"


def test_a_language_that_is_not_known_is_said_in_the_one_that_was_set() -> None:
    assert "--lang is one of: zh, en." in call("--lang", "fr", "read", "x", env={"GONGKAI_LANG": "en"}).stderr


def test_an_unexpected_error_is_one_line_and_its_trace_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> int:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("gongkai.cli.batch.run_batch", fails)
    result = call("read", RIGHT)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "ZeroDivisionError：of all things" in result.stderr
    assert "Traceback" in call("read", RIGHT, env={"GONGKAI_DEBUG": "1"}).stderr


# --- forms of output -------------------------------------------------------------------------------------------------


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


def redirected(arguments: str, redirection: str) -> subprocess.CompletedProcess[bytes]:
    command = f"exec {sys.executable} -m gongkai.cli {arguments} {redirection}"
    return subprocess.run(
        ["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=SAMPLES
    )


@pytest.mark.parametrize(
    ("arguments", "redirection", "says"),
    [
        ("read -", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("compare - tab-rows-2021.txt", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("write -", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("read tab-rows-2021.txt", ">&-", "标准输出关着，写不了；请用 -o 写到文件。"),
        ("check . -f html", ">&-", "标准输出关着，写不了；请用 -o 写到文件。"),
        ("--version", ">/dev/full", "写不了文件 标准输出：磁盘已满"),
        ("check --help", ">/dev/full", "写不了文件 标准输出：磁盘已满"),
        ("read tab-rows-2021.txt -o ''", "", "-o 后面没有文件名。"),
    ],
)
def test_a_stream_that_is_closed_or_full_is_said(arguments: str, redirection: str, says: str) -> None:
    done = redirected(arguments, redirection)
    assert done.returncode == 2
    assert done.stderr.decode() == f"gongkai: {says}\n"


def test_an_output_file_needs_no_stream(tmp_path: Path) -> None:
    output = tmp_path / "out.html"
    assert redirected(f"read tab-rows-2021.txt -o {output}", ">&- 2>&-").returncode == 0
    assert output.stat().st_size > 1000


def test_help_into_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "check", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(10) == 141


# --- input -----------------------------------------------------------------------------------------------------------


def test_standard_input_is_read() -> None:
    result = call("read", "-", data=RIGHT.read_bytes())
    assert json.loads(result.stdout)["source"]["name"] == "<stdin>"
    assert json.loads(result.stdout)["is_report"]


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_workers_change_nothing_in_the_result(jobs: int) -> None:
    assert call("check", SAMPLES, "-j", jobs).stdout == call("check", SAMPLES, "-j", 3).stdout


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "parquet", "html"])
def test_a_name_that_is_not_utf_8_or_full_of_escapes_is_shown_harmlessly(tmp_path: Path, form: str) -> None:
    for name in (b"\xb1\xa8.txt", b"a\x1b[2J.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(RIGHT.read_bytes())  # noqa: PTH118
    out = tmp_path / "out"
    assert call("check", tmp_path, "-f", form, "-o", out).exit_code == 0
    if form == "parquet":
        assert any("\ufffd" in name for name in pyarrow.parquet.read_table(out).column("source").to_pylist())
        return
    text = out.read_text("utf-8")
    assert "\ufffd" in text
    assert form == "csv" or form == "html" or "\x1b" not in text
    assert "\x1b" not in call("read", tmp_path / "no\x1b[2J", "-o", tmp_path / "x.csv").stderr


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    data = json.loads(call("read", tmp_path / "pipe").stdout)
    assert data["rule"] == "not-a-file"
    assert call("compare", tmp_path / "pipe", RIGHT).exit_code == 3
    assert call("write", tmp_path / "pipe").exit_code == 3


# --- pipes and signals -----------------------------------------------------------------------------------------------


def test_nothing_but_records_in_a_pipe() -> None:
    done = process("check", SAMPLES)
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m gongkai.cli read {' '.join([str(SAMPLES)] * 20)} | head -c 100"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
    assert len(done.stdout) == 100


def test_an_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    out = tmp_path / "out.jsonl"
    # A file given 200 times takes long enough to be interrupted in the middle.
    command = [sys.executable, "-m", "gongkai.cli", "read", *[str(SAMPLES)] * 200, "-j", "1", "-o", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as child:
        while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part")):
            time.sleep(0.05)
        assert not out.exists()
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "Traceback" not in said.decode()
    assert all(json.loads(line)["format"] for line in out.read_text("utf-8").splitlines())


# --- many together


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Two years of one body that do not agree, and a look-alike between them."""
    folder = tmp_path / "years"
    folder.mkdir()
    for year, name in ((2022, "a"), (2021, "c")):
        text = RIGHT.read_text("utf-8").replace("2021", str(year)).replace("2022年1月", f"{year + 1}年1月")
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "b.html").write_bytes(LOOK_ALIKE.read_bytes())
    return folder


@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "html"])
def test_years_of_one_body_are_compared_in_a_batch(years: Path, form: str) -> None:
    with_both = call("check", years, "-f", form).stdout
    alone = call("check", years / "a.txt", "-f", form).stdout
    said = "与上年报告的文字相似度"
    assert said not in alone
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(with_both.removeprefix("\ufeff"))))
        (row,) = csv.DictReader(io.StringIO(alone.removeprefix("\ufeff")))
        assert int(rows[0]["n_warnings"]) > int(row["n_warnings"])
    else:
        assert said in with_both
    if form == "jsonl":
        records = [json.loads(line) for line in with_both.splitlines()]
        assert [Path(record["source"]["name"]).name for record in records] == ["a.txt", "b.html", "c.txt"]
        assert [said in json.dumps(record, ensure_ascii=False) for record in records] == [True, False, False]
        assert said not in call("read", years).stdout


def test_an_interrupt_while_comparing_keeps_what_was_read(years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongkai.corpus.across.Across.findings", interrupted)
    result = call("check", years)
    assert result.exit_code == 130
    assert len(result.stdout.splitlines()) == 3


def test_too_many_files_are_not_compared_and_that_is_said(years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.cli.batch.MOST", 2)
    result = call("check", years)
    assert "与上年报告的文字相似度" not in result.stdout
    assert "超过2份，未作相邻年度和各机关之间的比较。" in result.stderr


# --- compare and write -----------------------------------------------------------------------------------------------


def test_compare_two_bodies() -> None:
    data = json.loads(call("compare", RIGHT, SAMPLES / "six-of-seven-2021.txt").stdout)
    assert data["format"] == "gongkai-comparison/1"
    changed = {change["id"]: (change["a"], change["b"]) for change in data["cells"]}
    assert changed["requests.received.total"] == (0, 3)
    assert set(data["prose"]) >= {"一", "五"}


def test_compare_two_years_of_one_body_checks_what_must_agree(tmp_path: Path) -> None:
    for year, name in ((2021, "a"), (2022, "b")):
        text = RIGHT.read_text("utf-8").replace("2021", str(year))
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    data = json.loads(call("compare", tmp_path / "a.txt", tmp_path / "b.txt").stdout)
    assert data["findings"]
    text = call("compare", tmp_path / "b.txt", tmp_path / "a.txt", "-f", "table").stdout
    assert "校核结果" in text


def test_compare_refuses_what_is_no_report() -> None:
    result = call("compare", RIGHT, LOOK_ALIKE)
    assert result.exit_code == 3
    assert "不能比较" in result.stderr


def test_write_takes_what_read_gives(tmp_path: Path) -> None:
    line = call("read", RIGHT).stdout
    (tmp_path / "one.json").write_text(line, "utf-8")
    for suffix in ("html", "md", "csv"):
        out = tmp_path / f"again.{suffix}"
        assert call("write", tmp_path / "one.json", "-o", out).exit_code == 0
        assert json.loads(call("read", out).stdout)["cells"] == json.loads(line)["cells"]
    assert call("write", "-", "-f", "markdown", data=line.encode()).stdout.startswith("<!-- gongkai-report/1 -->\n\n# ")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "{",
        '{"format": "gongkai-report/1"}',
        '{"format": "other"}',
        "[" * 100_000,
        json.dumps({**report().as_dict(), "edition": "../../etc/passwd"}),
        json.dumps({**report().as_dict(), "cells": {"requests.received.total": "3"}}),
        json.dumps({**report().as_dict(), "cells": {"requests.received.total": float("nan")}}),
        json.dumps({**report().as_dict(), "sections": {"一": 3}}),
        json.dumps({**report().as_dict(), "issued": "yesterday"}),
        json.dumps({**report().as_dict(), "period": ["2021-01-01"]}),
    ],
    ids=lambda text: text[:20],
)
def test_write_says_what_is_wrong_with_its_input(wrong: str) -> None:
    result = call("write", "-", data=wrong.encode())
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "程序出错" not in result.stderr


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"cells": {"requests.nonsense": 3}}, "cells.requests.nonsense：没有这个单元格"),
        ({"cells": {"review.upheld": -1}}, "cells.review.upheld 是 -1，应当是不小于0的整数"),
        ({"cells": {"review.upheld": 2.5}}, "cells.review.upheld 是 2.5，应当是不小于0的整数"),
        ({"cells": {"review.upheld": True}}, "cells.review.upheld 是 true，应当是不小于0的整数"),
        ({"cells": {"disclosure.fees.amount": -2}}, "cells.disclosure.fees.amount 是 -2，应当是不小于0的数"),
        ({"printed": {"x": ""}}, "printed.x：没有这个单元格"),
        ({"year": "2021"}, 'year 的类型不对："2021"'),
        ({"edition": "2022"}, 'edition 是 "2022"，应当是 2019、2021 之一'),
    ],
)
def test_write_names_the_place_of_what_is_wrong(changes: dict[str, Any], says: str) -> None:
    result = call("write", "-", data=json.dumps({**report().as_dict(), **changes}).encode())
    assert result.exit_code == 2
    assert says in result.stderr


def test_write_names_what_is_missing() -> None:
    data = report().as_dict()
    del data["cells"], data["source"]["bytes"]
    result = call("write", "-", data=json.dumps(data).encode())
    assert result.exit_code == 2
    assert "缺少 source.bytes、cells" in result.stderr


def test_write_takes_a_count_that_is_printed_so() -> None:
    data = {**report().as_dict(), "cells": {"review.upheld": -1}, "printed": {"review.upheld": "-1"}}
    assert call("write", "-", data=json.dumps(data).encode()).exit_code == 0


def test_write_writes_one_report() -> None:
    line = json.dumps(report().as_dict())
    assert call("write", "-", data=f"{line}\n{line}\n".encode()).exit_code == 2


# --- language, help, plug-ins ----------------------------------------------------------------------------------------


def test_help_is_chinese_and_english_on_request() -> None:
    assert "用法" in call("--help").stdout
    assert "退出码" in call("--help").stdout
    assert "Exit codes" in call("--lang", "en", "--help").stdout
    assert "Show this help." in call("check", "--lang", "en", "--help").stdout
    assert "Usage" in call("check", "--help", env={"GONGKAI_LANG": "en"}).stdout


def test_messages_follow_the_language() -> None:
    chinese = json.loads(call("check", WRONG).stdout)["findings"]
    english = json.loads(call("check", WRONG, "--lang", "en").stdout)["findings"]
    assert [finding["rule"] for finding in chinese] == [finding["rule"] for finding in english]
    assert "add up to" in " ".join(finding["message"] for finding in english)


def test_version() -> None:
    assert call("--version").stdout == f"gongkai {gongkai.__version__}\n"


def test_other_packages_add_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command(help="Serve.")
    def serve() -> None:
        click.echo("serving")

    class Entry:
        def __init__(self, name: str) -> None:
            self.name = name

        def load(self) -> click.Command:
            if self.name == "lost":
                raise ImportError("lost")
            return serve

    entries = [Entry("serve"), Entry("lost"), Entry("read")]
    monkeypatch.setattr(
        metadata, "entry_points", lambda *, group, name=None: [e for e in entries if name in (None, e.name)]
    )
    assert call("serve").stdout == "serving\n"
    shown = call("--help").stdout
    assert "Serve" in shown
    assert "这个命令没有装好" in shown
    assert "读取年度报告" in call("read", "--help").stdout
    assert call("lost").exit_code == 3


def test_the_start_loads_nothing_heavy() -> None:
    code = "import sys, gongkai.cli; print(*(set(sys.modules) & {'rich', 'yaml', 'lxml', 'pyarrow', 'selectolax'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b""

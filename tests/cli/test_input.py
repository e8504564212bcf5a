"""What the command reads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.cli.running import RIGHT, SAMPLES, call


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

"""Many files checked together."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import LOOK_ALIKE, RIGHT, call


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

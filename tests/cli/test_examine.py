"""``gongkai examine``: both forms, both languages, exit codes, and nothing personal in any output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import RIGHT, SAMPLES, call
from tests.examine.made import filled


@pytest.fixture
def leaking(tmp_path: Path) -> Path:
    path = tmp_path / "名单.txt"
    path.write_text(filled("身份证号：{身份证}\n示范区民证局\n秘密★1年\n"), "utf-8")
    return path


def test_exit_codes(leaking: Path, broken: Path, tmp_path: Path) -> None:
    assert call("examine", RIGHT).exit_code == 0
    assert call("examine", SAMPLES / "town-blanks-2022.xlsx").exit_code == 0
    assert call("examine", leaking).exit_code == 1
    assert call("examine", leaking, broken).exit_code == 3
    assert call("examine", tmp_path / "missing").exit_code == 3
    assert call("examine", RIGHT, "--nonsense").exit_code == 2


def test_a_table_for_people(leaking: Path) -> None:
    result = call("examine", "-f", "table", leaking)
    lines = result.stdout.splitlines()
    assert lines[0].endswith("名单.txt：错误2处，警告0处，提示0处。")
    assert lines[1].startswith("  错误  第1段  这里有居民身份证号")
    assert re.fullmatch(r" +身份证号：\d{4}\*{10}[\dX]{4} → \d{4}\*{10}[\dX]{4}", lines[2])
    assert call("examine", "-f", "table", RIGHT).stdout.endswith("：没有发现问题。\n")


def test_json_for_programs(leaking: Path) -> None:
    result = call("examine", leaking, RIGHT)
    first, second = [json.loads(line) for line in result.stdout.splitlines()]
    assert first["format"] == "gongkai-examine/1"
    assert [item["rule"] for item in first["findings"]] == ["identity-number", "secrecy-mark"]
    assert first["findings"][0]["place"] == {"paragraph": 1, "start": 5, "end": 23}
    assert second["findings"] == []


def test_english_and_names(leaking: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("示范区民政局\n", "utf-8")
    result = call("examine", "-f", "table", "--lang", "en", "--names", names, leaking)
    assert "“示范区民证局” should read “示范区民政局”." in result.stdout
    assert "errors: 3, warnings: 0, notes: 0." in result.stdout
    assert call("examine", "--names", tmp_path / "none", leaking).exit_code == 2


def test_standard_input_and_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = call("examine", "-", "-o", out, data="内部资料 注意保存".encode())
    assert result.exit_code == 1
    assert json.loads(out.read_text("utf-8"))["findings"][0]["rule"] == "internal-mark"
    assert call("examine", out, "-o", out).exit_code == 2


def test_no_output_holds_a_personal_datum(leaking: Path) -> None:
    number = leaking.read_text("utf-8")[5:23]
    for form in ("table", "jsonl"):
        assert number[4:14] not in call("examine", "-f", form, leaking).output

"""Exit codes, and what is said when something is wrong, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main
from tests.cli.running import LOOK_ALIKE, RIGHT, SAMPLES, WRONG, call


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


@pytest.mark.parametrize(
    "arguments", [["check", str(RIGHT)], ["--lang", "en", "check", str(RIGHT)], ["manage", "check"]]
)
def test_a_language_of_the_environment_that_is_not_known_is_refused_in_one_line(arguments: list[str]) -> None:
    result = call(*arguments, env={"GONGKAI_LANG": "fr"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "gongkai: GONGKAI_LANG='fr': 只能是 Write one of: zh, en\n"
    assert call("check", RIGHT, env={"GONGKAI_LANG": ""}).exit_code == 0


def test_an_unexpected_error_is_one_line_and_its_trace_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> int:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("gongkai.cli.batch.run_batch", fails)
    result = call("read", RIGHT)
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "ZeroDivisionError：of all things" in result.stderr
    assert "Traceback" in call("read", RIGHT, env={"GONGKAI_DEBUG": "1"}).stderr

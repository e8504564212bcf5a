"""``gongkai letter``: files, lists, and refusals of one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.cli.running import SAMPLES, call
from tests.letters.samples import facts

EXTENSION = SAMPLES / "letters" / "extension.yaml"


@pytest.mark.parametrize(("suffix", "magic"), [(".pdf", b"%PDF"), (".docx", b"PK"), (".html", b"<!DOCTYPE html>")])
def test_the_suffix_is_the_format(tmp_path: Path, suffix: str, magic: bytes) -> None:
    target = tmp_path / f"letter{suffix}"
    result = call("letter", "extension", EXTENSION, "-o", target)
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes().startswith(magic)


def test_without_facts_the_kinds_are_listed() -> None:
    lines = call("letter").stdout.splitlines()
    assert "extension  延期答复告知书" in lines
    assert len(lines) == 38
    assert "  必须有：agency（发文机关）、number（文号）" in call("letter", "--list").stdout
    assert "wording.help" in call("letter", "receipt").stdout
    assert "receipt_date（收到申请之日）" in call("letter", "receipt").stdout


def test_the_list_as_json() -> None:
    found = json.loads(call("letter", "--json").stdout)
    assert found["format"] == "gongkai-letters/1"
    (extension,) = (entry for entry in found["kinds"] if entry["kind"] == "extension")
    assert {"id": "extension_days", "name": "延长的工作日数", "type": "days"} in extension["required"]


def test_bad_facts_are_one_line_and_no_file(tmp_path: Path) -> None:
    given = facts("extension") | {"extension_days": 30}
    path, target = tmp_path / "facts.yaml", tmp_path / "letter.pdf"
    path.write_text(yaml.safe_dump(given, allow_unicode=True), "utf-8")
    result = call("letter", "extension", path, "-o", target)
    assert result.exit_code == 2
    assert result.stderr.strip() == (
        "gongkai: extension_days（延长的工作日数）不能大于20：30（《条例》第三十三条第二款）"
    )
    assert not target.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["poem", EXTENSION, "-o", "x.pdf"], "没有“poem”这种文书"),
        (["extension", EXTENSION], "请用 -o 指明要写的文件"),
        (["extension", EXTENSION, "-o", "x.odt"], "请用 -o 指明要写的文件"),
        (["extension", "none.yaml", "-o", "x.pdf"], "打不开 none.yaml：没有这个文件或文件夹"),
        (["extension", EXTENSION, "-o", EXTENSION], "请用 -o 指明要写的文件"),
        (["-o", "x.pdf"], "缺少 KIND FACTS。"),
    ],
)
def test_wrong_calls(arguments: list[object], message: str) -> None:
    result = call("letter", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_file_of_facts_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("agency: [", "utf-8")
    result = call("letter", "extension", path, "-o", tmp_path / "x.pdf")
    assert (result.exit_code, "不是有效的YAML" in result.stderr) == (2, True)


def test_letters_that_rest_on_what_was_not_seen_are_listed_by_the_law_check() -> None:
    assert "文书  answer_confirmation" in call("law", "check").stdout


def test_a_late_notice_is_written_with_a_note(tmp_path: Path) -> None:
    path, target = tmp_path / "facts.yaml", tmp_path / "letter.html"
    path.write_text(yaml.safe_dump(facts("supplement") | {"date": date(2026, 11, 9)}, allow_unicode=True), "utf-8")
    result = call("letter", "补正告知书", path, "-o", target)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "注意：补正告知晚于期限届满之日2026年11月6日（《条例》第三十条" in result.stderr
    assert "补正告知晚于" not in target.read_text("utf-8")

"""``gongkai compare``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import LOOK_ALIKE, RIGHT, SAMPLES, call


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

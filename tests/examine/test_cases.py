"""Cases that a clerk can read: the text, and the rules that must speak, nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.examine import Facts, Finding, OfficialName, examine_html, examine_text, masked, masked_html
from tests.examine.made import filled

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
RECORD = yaml.safe_load((HERE / "record.yaml").read_text("utf-8"))
FACTS = Facts(**{**RECORD["facts"], "phones": tuple(RECORD["facts"]["phones"])})
NAMES = [OfficialName(**name) for name in RECORD["names"]]


def spoken(found: list[Finding]) -> list[str]:
    return sorted(f"{item.severity} {item.rule}" for item in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_text(case: dict[str, Any]) -> None:
    assert spoken(examine_text(filled(case["text"]))) == sorted(case["finds"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_same_as_rich_text(case: dict[str, Any]) -> None:
    lines = filled(case["text"]).rstrip("\n").split("\n")
    html = "".join(f"<p>{line}</p>" for line in lines)
    assert spoken(examine_html(html)) == sorted(case["finds"])


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda case: case["case"])
def test_a_text_and_its_record(case: dict[str, Any]) -> None:
    assert spoken(examine_text(filled(case["text"]), facts=FACTS, names=NAMES)) == sorted(case["finds"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_was_masked_is_not_found_again(case: dict[str, Any]) -> None:
    """Proposals carried out leave no error of their own rule behind."""
    text = filled(case["text"])
    found = examine_text(text)
    mended = {item.rule for item in found if item.proposal is not None}
    after = examine_text(masked(text, found))
    assert not mended & {item.rule for item in after if item.severity == "error"}
    html = f"<div><p>{text}</p></div>"
    clean = masked_html(html, examine_html(html))
    assert not mended & {item.rule for item in examine_html(clean) if item.severity == "error"}


def test_a_quote_says_where_the_passage_goes_on() -> None:
    number = "13800000002"
    long = f"自下月起，本区养老服务机构使用新的服务热线，养老服务联系人的手机号码调整为{number}，原号码停用，请转告。"
    [found] = examine_text(long + "其他事项不变，办公地址和时间照旧，敬请谅解。" * 2)
    assert re.fullmatch(r"….*调整为138\*{4}0002，原号码停用.*…", found.quote)
    [found] = examine_text(f"联系电话{number}。")
    assert found.quote == "联系电话138****0002。"

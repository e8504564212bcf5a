"""Every rule of checking is used, explained in both languages, and cites only articles known to us."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.report.checks import check_report
from gongkai.report.rules import Rule, localized, rules
from tests.report.checks.building import report

CHECKS = [rule for rule in rules().values() if rule.of in {"one", "two"}]
PACKAGE = Path(__file__).parents[3] / "gongkai"
CODE = "\n".join(
    path.read_text("utf-8") for path in [*PACKAGE.glob("report/checks/*.py"), PACKAGE / "corpus" / "across.py"]
)


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    assert f'"{rule.id}"' in CODE
    fields = [set(re.findall(r"{(\w+)}", text)) for text in (rule.zh, rule.en)]
    assert fields[0] >= fields[1]
    articles = re.findall(r"《条例》第([一二三四五六七八九十]+)条", rule.source)
    assert set(articles) <= {"四十七", "四十九", "五十"}


def test_every_rule_that_the_code_names_exists() -> None:
    named = set(re.findall(r'finding\(\s*"([a-z-]+)"', CODE))
    assert named <= rules().keys()


def test_messages_are_there_in_both_languages() -> None:
    cells = {"requests.granted.total": 3, "review.total": None, "disclosure.regulations.issued": 1}
    for item in check_report(report(cells=cells, title=None, period=None, issued=None, sections={})):
        assert re.search("[一-鿿]", item.message)
        english = localized(item, "en").message
        assert english != item.message
        assert "{" not in english + item.message

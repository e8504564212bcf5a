"""What is marked M or I is found, whatever part of the law it stands in; what is seen is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gongkai.law
from gongkai.law.citations import check_citation, documents, formal
from gongkai.law.loading import LawError
from gongkai.law.rules import law_rules
from gongkai.law.unverified import KINDS, unverified

DATA = Path(gongkai.law.__file__).parent / "data"


def test_every_mark_in_the_data_is_listed() -> None:
    """Each ``verified: M`` or ``I`` of a data file once, and each article whose number was not seen."""
    marks = sum(len(re.findall(r"\bverified: [MI]\b", path.read_text("utf-8"))) for path in DATA.glob("*.yaml"))
    found = list(unverified(law_rules()))
    assert len([entry for entry in found if entry.kind != "条文"]) == marks
    articles = sum(len(document.unverified) for document in documents().values())
    assert len([entry for entry in found if entry.kind == "条文"]) == articles
    assert {entry.kind for entry in found} == set(KINDS)
    assert all(entry.what and entry.verified in ("M", "I") for entry in found)


def test_a_citation_in_a_letter_has_full_names() -> None:
    known = documents()
    assert formal("《条例》第十四条、《条例》第三十六条第（三）项", known) == (
        "《中华人民共和国政府信息公开条例》第十四条、第三十六条第（三）项"
    )
    assert formal("《条例》第十四条、《行政复议法》第二十条", known) == (
        "《中华人民共和国政府信息公开条例》第十四条、《中华人民共和国行政复议法》第二十条"
    )


@pytest.mark.parametrize("text", ["《条例》第五十七条", "《某法》第一条", "条例第一条", "《条例》第一条，第二条", ""])
def test_a_citation_that_leads_nowhere_is_refused(text: str) -> None:
    with pytest.raises(LawError):
        check_citation(text, documents())

"""What the law's files cite is in documents.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gongkai.law
from gongkai.law.citations import check_citation, documents
from gongkai.law.loading import LawError

LAW = Path(gongkai.law.__file__).parent
NUMERAL = "[一二三四五六七八九十百零]+"
CITATION = re.compile(rf"《[^《》(){{}}]+》(?:第{NUMERAL}条(?:第{NUMERAL}款)?(?:第（{NUMERAL}）项)?)?")


@pytest.mark.parametrize("file", sorted(LAW.rglob("*.py")), ids=lambda file: file.relative_to(LAW).as_posix())
def test_what_the_code_cites_may_be_cited(file: Path) -> None:
    for citation in CITATION.findall(file.read_text("utf-8")):
        assert check_citation(citation, documents()) == citation


def test_a_document_is_cited_by_its_short_or_its_full_name() -> None:
    for citation in ("《放假办法》第六条", "《全国年节及纪念日放假办法》第六条"):
        assert check_citation(citation, documents()) == citation


@pytest.mark.parametrize(
    "citation", ["《条例》第五十七条", "《某法》第一条", "条例第三十条", "《条例》第三十条，第三款"]
)
def test_what_is_not_known_may_not_be_cited(citation: str) -> None:
    with pytest.raises(LawError, match="引用"):
        check_citation(citation, documents())

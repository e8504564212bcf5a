"""Reports for the tests: whole and consistent, made from the few numbers that a case is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.report.editions import load_edition
from gongkai.report.schema import Finding, Number, Report, Source, Statement

SOURCE = Source("case.txt", "0" * 64, "text/plain", 1)

PROSE = {
    "一": (
        "2023年，全区通过门户网站主动公开政府信息120条。全年收到政府信息公开申请3件，办结3件。"
        "制发行政规范性文件2件，废止1件，现行有效9件。"
    ),
    "五": "主要问题是政策解读形式不够丰富，下一步将增加图解和视频解读，加强业务培训。",
    "六": "2023年未收取信息处理费。",
}

NUMBERS = {
    "disclosure.normative_documents.issued": 2,
    "disclosure.normative_documents.repealed": 1,
    "disclosure.normative_documents.in_force": 9,
    "disclosure.licences.decisions": 550,
    "disclosure.fees.amount": 77302800,
    "requests.received.natural_person": 3,
    "requests.granted.natural_person": 2,
    "requests.unavailable_not_held.natural_person": 1,
    "review.upheld": 1,
}


def table(numbers: Mapping[str, Number], edition: str = "2021") -> dict[str, Number | None]:
    """Every cell of the form, 0 but for ``numbers``, with the totals filled in; (七)总计 and 四 follow."""
    form = load_edition(edition)
    cells: dict[str, Number | None] = dict.fromkeys(form.cells, 0)
    for cell in cells:
        if not form.cells[cell].required:
            cells[cell] = None
    assert numbers.keys() <= cells.keys(), numbers.keys() - cells.keys()
    cells |= numbers
    sums = form.sums(())
    for rule in ("R2", "R1", "R3", "R4"):
        for item in sums:
            if item.rule == rule and cells[item.totals[0]] is not None:
                whole = sum(cells[cell] or 0 for cell in item.parts)
                if rule == "R1":
                    cells[item.totals[1]] = whole - (cells[item.totals[0]] or 0)
                else:
                    cells[item.totals[0]] = whole
    return cells


def report(numbers: Mapping[str, Number] = NUMBERS, *, edition: str = "2021", **changes: Any) -> Report:
    """A report in which nothing is wrong; ``changes`` replace its fields, ``cells`` single cells."""
    cells = {**table(numbers, edition), **changes.pop("cells", {})}
    year = changes.pop("year", 2023)
    whole = Report(
        source=SOURCE,
        agency="洪泽区人民政府",
        year=year,
        edition=edition,
        title=f"洪泽区人民政府{year}年政府信息公开工作年度报告",
        issued=date(year + 1, 1, 20) if year else None,
        period=(date(year, 1, 1), date(year, 12, 31)) if year else None,
        sections=PROSE,
        cells=cells,
        statements=(said(PROSE, "published", 120, "门户网站主动公开政府信息120条", "条", channel="门户网站"),),
    )
    return replace(whole, **changes)


def said(sections: Mapping[str, str], what: str, value: Number, text: str, unit: str = "件", **more: Any) -> Statement:
    """The statement that ``text``, found in one of the sections, makes."""
    section = next(numeral for numeral, prose in sections.items() if text in prose)
    start = sections[section].index(text)
    return Statement(what, value, unit, text, section, (start, start + len(text)), **more)  # type: ignore[arg-type]


def prose(text: str, *figures: tuple[str, Number, str] | tuple[str, Number, str, dict[str, Any]]) -> dict[str, Any]:
    """Section 一 as ``text`` and the statements it makes, to pass to :func:`report`."""
    sections = {**PROSE, "一": PROSE["一"] + text}
    kept = said(sections, "published", 120, "门户网站主动公开政府信息120条", "条", channel="门户网站")
    made = [said({"一": sections["一"]}, f[0], f[1], f[2], **(f[3] if len(f) > 3 else {})) for f in figures]
    return {"sections": sections, "statements": (kept, *made)}


def gold(folder: Path, name: str, **more: Any) -> Report:
    """The report that the gold file says a careful reader gets."""
    data = json.loads((folder / "annual-reports" / "gold" / f"{name}.json").read_text("utf-8"))
    issued = date.fromisoformat(data["issued"]) if data["issued"] else None
    fields = {key: data[key] for key in ("agency", "year", "edition", "title")}
    return replace(Report(SOURCE, **fields, issued=issued, cells=data["cells"]), **more)


def rules_of(findings: tuple[Finding, ...]) -> list[str]:
    return [item.rule for item in findings]


def only(findings: tuple[Finding, ...], rule: str) -> Finding:
    """The one finding of the rule."""
    found = [item for item in findings if item.rule == rule]
    assert len(found) == 1, (rule, rules_of(findings))
    return found[0]


def errors(findings: tuple[Finding, ...]) -> list[str]:
    return [item.rule for item in findings if item.severity == "error"]

"""Two years of one agency, a parent and its children, and two reports side by side."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.checks import check_family, check_report, check_years, compare_reports, similarity
from gongkai.report.rules import finding
from gongkai.report.schema import Report
from tests.report.checks.building import NUMBERS, PROSE, only, prose, report, rules_of, said

NEW_PROSE = {
    "一": "本年着重做好惠企政策解读，新增图解二十篇，办理依申请公开事项时增加了当面沟通，"
    "公开专区改造完成并投入使用，群众查阅更方便，来访登记和咨询也更有条理。",
    "五": "去年提出的问题已经整改。今年仍有部分单位更新不及时，"
    "下一步逐月通报并约谈后进单位，同时完善目录和指南，组织两次集中培训。",
    "六": "未收取信息处理费。",
}
LAST = report(year=2022, sections=NEW_PROSE)
ROW = "disclosure.normative_documents"
THIS = report(cells={f"{ROW}.in_force": 10})


def test_two_years_that_fit() -> None:
    assert check_years(LAST, THIS) == ()


def test_what_was_carried_out_must_be_carried_in() -> None:
    numbers = NUMBERS | {"requests.carried_in.natural_person": 2, "requests.received.natural_person": 1}
    found = check_years(LAST, report(numbers, cells={f"{ROW}.in_force": 10}))
    assert only(found, "carried-over-differs").cells == (
        "requests.carried_in.natural_person",
        "requests.carried_in.total",
    )
    assert found[0].severity == "error"
    assert "0→2" in found[0].message


def test_a_blank_carry_over_is_open() -> None:
    found = check_years(LAST, replace(THIS, cells={**THIS.cells, "requests.carried_in.total": None}))
    assert [(item.rule, item.cells) for item in found] == [
        ("carried-over-not-assessable", ("requests.carried_in.total",))
    ]


def test_documents_in_force_from_year_to_year() -> None:
    """Sample 004: 5 issued, 1 repealed, 54 in force, so 50 at the end of the year before."""
    cells = {f"{ROW}.issued": 5, f"{ROW}.repealed": 1, f"{ROW}.in_force": 54}
    last = replace(LAST, cells={**LAST.cells, f"{ROW}.in_force": 50})
    assert check_years(last, report(cells=cells)) == ()
    last = replace(LAST, cells={**LAST.cells, f"{ROW}.in_force": 51})
    found = only(check_years(last, report(cells=cells)), "in-force-chain")
    assert (found.severity, found.cells) == ("warn", (f"{ROW}.in_force",))
    assert found.details["expected"] == 55


def test_items_from_year_to_year() -> None:
    row = "disclosure.licences"
    last = report({}, edition="2019", year=2019, cells={f"{row}.items_last_year": 10, f"{row}.items_change": -3})
    fits = report({}, edition="2019", year=2020, sections=NEW_PROSE, cells={f"{row}.items_last_year": 7})
    assert check_years(last, fits) == ()
    found = check_years(last, replace(fits, cells={**fits.cells, f"{row}.items_last_year": 8}))
    assert only(found, "items-chain").severity == "warn"


def test_suits_beyond_the_reconsiderations_of_both_years() -> None:
    found = check_years(LAST, report(NUMBERS | {"litigation_after_review.upheld": 3}, cells={f"{ROW}.in_force": 10}))
    assert rules_of(found) == ["suits-exceed-two-years"]
    found = check_years(LAST, report(NUMBERS | {"litigation_after_review.upheld": 2}, cells={f"{ROW}.in_force": 10}))
    assert found == ()


def test_across_the_two_forms_only_requests_are_compared() -> None:
    last = report({}, edition="2019", year=2020, sections=NEW_PROSE)
    assert check_years(last, report(year=2021)) == ()


def test_years_that_do_not_follow_each_other() -> None:
    assert rules_of(check_years(report(year=2020, sections=NEW_PROSE), THIS)) == ["years-not-consecutive"]


def test_last_years_text_with_this_years_figures() -> None:
    text = PROSE["一"] + NEW_PROSE["五"]
    last = report(year=2022, sections={"一": text.replace("2023", "2022").replace("120", "98")})
    found = only(check_years(last, replace(THIS, sections={"一": text})), "text-repeated")
    assert (found.section, found.severity, found.details["share"]) == ("一", "warn", 100)


def test_a_short_section_repeats_nothing() -> None:
    last = report(year=2022, sections={**NEW_PROSE, "六": PROSE["六"]})
    assert check_years(last, THIS) == ()


class TestFamily:
    def test_a_summary_that_adds_up(self) -> None:
        parent = report({cell: 2 * value for cell, value in NUMBERS.items()})
        assert check_family(parent, [report(), report()]) == ()

    def test_a_summary_that_does_not(self) -> None:
        parent = report({cell: 2 * value for cell, value in NUMBERS.items()} | {"review.upheld": 3})
        found = check_family(parent, [report(), report()])
        assert [(item.rule, item.severity, item.cells) for item in found] == [
            ("family-sum-differs", "error", ("review.upheld", "review.total"))
        ]
        assert "3≠2" in found[0].message

    def test_a_blank_leaves_it_open(self) -> None:
        parent = report({cell: 2 * value for cell, value in NUMBERS.items()})
        found = check_family(parent, [report(), report(cells={"review.upheld": None})])
        assert [(item.rule, item.cells) for item in found] == [("family-not-assessable", ("review.upheld",))]

    def test_a_child_of_another_year(self) -> None:
        found = check_family(report(), [report(year=2022)])
        assert rules_of(found) == ["family-not-comparable"]
        assert "2022" in found[0].message


class TestComparison:
    def test_a_report_and_itself(self) -> None:
        made = compare_reports(report(), report())
        assert (made.cells, made.statements, made.only_a, made.only_b) == ((), (), (), ())
        assert set(made.prose.values()) == {1.0}
        assert made.same == 200

    def test_changed_cells(self) -> None:
        other = report(cells={"disclosure.licences.decisions": 600, "disclosure.fees.amount": None})
        made = compare_reports(report(), other)
        assert [(change.id, change.a, change.b, change.difference) for change in made.cells] == [
            ("disclosure.licences.decisions", 550, 600, 50),
            ("disclosure.fees.amount", 77302800, None, None),
        ]

    def test_amounts_differ_by_whole_fen(self) -> None:
        amounts = [report(cells={"disclosure.fees.amount": amount}) for amount in (0.1, 0.3)]
        assert [change.difference for change in compare_reports(*amounts).cells] == [0.2]

    def test_statements(self) -> None:
        made = compare_reports(report(), report(**prose("收到申请3件。", ("requests.received", 3, "收到申请3件"))))
        assert [(item.what, item.a, item.b) for item in made.statements] == [("requests.received", None, 3)]
        sections = {"一": "网站公开信息90条"}
        other = report(statements=(said(sections, "published", 90, "公开信息90条", channel="门户网站"),))
        assert [(item.a, item.b) for item in compare_reports(report(), other).statements] == [(120, 90)]

    def test_forms_of_2019_and_2021(self) -> None:
        old = report(
            {"disclosure.licences.decisions": 5, "requests.other_handling.natural_person": 2},
            edition="2019",
            cells={"disclosure.procurement.amount": 9},
        )
        new = report({"disclosure.licences.decisions": 7, "requests.other_reason.natural_person": 3})
        made = compare_reports(old, new)
        changes = {change.id: change.difference for change in made.cells}
        assert changes["disclosure.licences.decisions"] == 2
        assert changes["requests.other_handling.natural_person"] == 1
        assert "disclosure.procurement.amount" in made.only_a
        assert "disclosure.normative_documents.in_force" in made.only_b
        assert not any("other_reason" in cell for cell in (*changes, *made.only_b))

    def test_it_is_json(self) -> None:
        assert json.loads(json.dumps(compare_reports(report(), LAST).as_dict()))["editions"] == ["2021", "2021"]


class TestSimilarity:
    @pytest.mark.parametrize(
        ("a", "b", "low", "high"),
        [
            ("", "", 1, 1),
            ("", "主动公开政府信息", 0, 0),
            ("无", "无。", 1, 1),
            ("无", "有", 0, 0),
            ("2022年公开信息98条", "２０２３年 公开信息120条。", 1, 1),
            (PROSE["五"], PROSE["五"].replace("图解", "动漫"), 0.5, 0.9),
            (PROSE["五"], NEW_PROSE["五"], 0, 0.2),
        ],
    )
    def test_case(self, a: str, b: str, low: float, high: float) -> None:
        assert low <= similarity(a, b) <= high

    @given(st.text(), st.text())
    def test_is_a_share_and_the_same_both_ways(self, a: str, b: str) -> None:
        assert 0 <= similarity(a, b) == similarity(b, a) <= 1
        assert similarity(a, a) == 1


def test_findings_of_reading_are_not_repeated() -> None:
    reading = finding("table-missing", table="表四")
    made: Report = replace(report(), findings=(reading,))
    assert reading not in check_report(made)

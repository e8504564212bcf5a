"""Values that cannot be, or hardly can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gongkai.report.checks import check_report
from tests.report.checks.building import NUMBERS, PROSE, errors, only, prose, report, rules_of, said

NONE_PUBLISHED = "2023年持续推进主动公开。收到政府信息公开申请3件，公开提案答复12条。"
STREET = "嘉祥县卧龙山街道"


def of_2019(cells: dict[str, Any], **changes: Any) -> Any:
    return check_report(report({}, edition="2019", year=2020, cells=cells, **changes))


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("disclosure.licences.decisions", -1, "count-not-whole"),
        ("disclosure.licences.decisions", 2.5, "count-not-whole"),
        ("disclosure.fees.amount", -3, "amount-negative"),
        ("disclosure.fees.amount", 12.34, None),
    ],
)
def test_counts_are_whole(cell: str, value: float, rule: str | None) -> None:
    assert rules_of(check_report(report(cells={cell: value}))) == ([rule] if rule else [])


def test_a_change_may_be_negative_but_not_below_what_was_there() -> None:
    last, change = "disclosure.licences.items_last_year", "disclosure.licences.items_change"
    assert errors(of_2019({last: 8, change: -8})) == []
    assert errors(of_2019({last: 8, change: -9})) == ["items-below-zero"]
    assert errors(of_2019({last: None, change: -9})) == []


@pytest.mark.parametrize(
    ("agency", "severity"),
    [
        (STREET, "error"),
        ("洪泽区人民政府", "error"),
        ("洪泽区人民政府办公室", "error"),
        ("南京市教育局", "error"),
        ("龙阳镇人民政府", "error"),
        ("昆山市人民政府", "warn"),
        ("南京市人民政府", None),
        ("南京市人民政府办公室", None),
        ("江苏省人民政府", None),
        ("教育部", None),
        ("某机关", None),
        (None, None),
    ],
)
def test_who_can_make_regulations(agency: str | None, severity: str | None) -> None:
    found = [
        item
        for item in check_report(report(agency=agency, cells={"disclosure.regulations.in_force": 1}))
        if item.rule == "regulations-without-power"
    ]
    assert [item.severity for item in found] == ([severity] if severity else [])


def test_the_row_of_documents_moved_up() -> None:
    columns = ("made", "newly_disclosed", "disclosed_total")
    found = of_2019({f"disclosure.regulations.{column}": 1 for column in columns}, agency=STREET)
    assert "1/1/1" in only(found, "regulations-without-power").message
    assert only(found, "rows-shifted-up").severity == "info"
    assert errors(found) == ["regulations-without-power"]


def test_in_force_and_issued() -> None:
    row = "disclosure.normative_documents"
    found = check_report(report(cells={f"{row}.issued": 5, f"{row}.repealed": 1, f"{row}.in_force": 3}))
    assert rules_of(found) == ["in-force-fewer-than-issued"]
    assert check_report(report(cells={f"{row}.issued": 5, f"{row}.repealed": 1, f"{row}.in_force": 4})) == ()
    found = of_2019({f"{row}.newly_disclosed": 4, f"{row}.disclosed_total": 3})
    assert only(found, "new-exceeds-total").severity == "warn"


@pytest.mark.parametrize(
    ("agency", "amount", "printed", "found"),
    [
        ("洪泽区人民政府", 77302800, "7730.28", False),
        ("洪泽区人民政府", 1234567 * 10**4, "1234567", True),
        ("洪泽区人民政府", 251000 * 10**4, "251000", True),
        ("洪泽区人民政府", 251000 * 10**4, "251000万元", False),
        ("江苏省人民政府", 251000 * 10**4, "251000", False),
        (STREET, 20000 * 10**4, "20000", True),
        (STREET, 52 * 10**4, "52", False),
        ("洪泽区人民政府", 0.25, "", True),
    ],
)
def test_fees_out_of_scale(agency: str, amount: float, printed: str, found: bool) -> None:
    cell = "disclosure.fees.amount"
    checked = check_report(report(agency=agency, cells={cell: amount}, printed={cell: printed}))
    assert ("amount-out-of-scale" in rules_of(checked)) is found
    assert errors(checked) == []


@pytest.mark.parametrize(
    ("projects", "amount", "printed", "rule"),
    [
        (15, 1827190, "1827190", None),
        (24, 23580000, "2358万", None),
        (24, 2358, "2358", "amount-in-ten-thousands"),
        (24, 2358, "2358元", None),
        (24, 2358 * 10**8, "", "amount-out-of-scale"),
        (24, 0, "", "procurement-one-sided"),
        (0, 500, "", "procurement-one-sided"),
        (0, 0, "", None),
    ],
)
def test_procurement(projects: int, amount: int, printed: str, rule: str | None) -> None:
    cells = {"disclosure.procurement.projects": projects, "disclosure.procurement.amount": amount}
    found = of_2019(cells, agency=STREET, printed={"disclosure.procurement.amount": printed})
    money = {"amount-in-ten-thousands", "amount-out-of-scale", "procurement-one-sided"}
    assert money & set(rules_of(found)) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("last", "change", "found"),
    [(57, 95, True), (20, 20, True), (6, 6, True), (0, 1, False), (1, 1, False), (57, 8, False), (10, 15, False)],
)
def test_a_change_that_looks_like_a_total(last: int, change: int, found: bool) -> None:
    row = "disclosure.other_services"
    checked = of_2019({f"{row}.items_last_year": last, f"{row}.items_change": change})
    assert ("change-looks-like-total" in rules_of(checked)) is found


def test_two_items_published_beside_thousands_of_decisions() -> None:
    sections = {**PROSE, "一": "公开政府信息2条，历年累计公开690条。依申请公开为零。"}
    statements = (
        said(sections, "published", 2, "公开政府信息2条"),
        said(sections, "published", 690, "历年累计公开690条"),
    )
    cells = {"disclosure.licences.decisions": 3687}
    found = check_report(report(cells=cells, sections=sections, statements=statements))
    assert rules_of(found) == ["published-few"]
    more = check_report(report(cells=cells, **prose("")))
    assert more == ()


def test_suits_after_reconsideration() -> None:
    found = check_report(report(NUMBERS | {"litigation_after_review.upheld": 2}))
    assert only(found, "suits-exceed-reviews").severity == "info"
    assert check_report(report(NUMBERS | {"litigation_after_review.upheld": 1})) == ()


@pytest.mark.parametrize(("year", "found"), [(2023, False), (2024, True)])
def test_direct_suits_since_reconsideration_comes_first(year: int, found: bool) -> None:
    numbers = {"requests.refused_third_party.natural_person": 1, "requests.received.natural_person": 1}
    checked = check_report(report(numbers | {"litigation_direct.upheld": 1}, year=year))
    assert ("direct-suit-to-review" in rules_of(checked)) is found


class TestDates:
    @pytest.mark.parametrize(
        ("agency", "issued", "rule", "severity"),
        [
            ("洪泽区人民政府", (2024, 3, 31), None, None),
            ("洪泽区人民政府", (2024, 4, 1), "issued-late", "warn"),
            ("洪泽区人民政府办公室", (2024, 2, 20), None, None),
            ("洪泽区教育局", (2024, 1, 31), None, None),
            ("洪泽区教育局", (2024, 2, 1), "issued-late", "warn"),
            (STREET, (2024, 1, 31), None, None),
            (STREET, (2024, 2, 1), "issued-late-locally", "info"),
            ("某机关", (2024, 2, 1), None, None),
            ("某机关", (2024, 4, 1), "issued-late", "info"),
            ("洪泽区人民政府", (2023, 12, 31), "issued-before-period-ends", "warn"),
            ("洪泽区人民政府", (2024, 1, 1), None, None),
        ],
    )
    def test_day_of_issue(
        self, agency: str, issued: tuple[int, int, int], rule: str | None, severity: str | None
    ) -> None:
        found = check_report(report(agency=agency, issued=date(*issued)))
        assert [(item.rule, item.severity) for item in found] == ([(rule, severity)] if rule else [])

    def test_a_period_of_another_year(self) -> None:
        found = check_report(report(period=(date(2022, 1, 1), date(2022, 12, 31))))
        assert [(item.rule, item.severity) for item in found] == [("period-differs-from-year", "warn")]

    def test_a_part_of_the_year_is_remarked(self) -> None:
        found = check_report(report(period=(date(2023, 3, 1), date(2023, 12, 31))))
        assert [(item.rule, item.severity) for item in found] == [("period-differs-from-year", "info")]

    @pytest.mark.parametrize(
        ("edition", "year", "severity"),
        [
            ("2019", 2019, None),
            ("2019", 2020, None),
            ("2019", 2021, "warn"),
            ("2021", 2021, None),
            ("2021", 2020, "info"),
        ],
    )
    def test_form_and_year(self, edition: str, year: int, severity: str | None) -> None:
        found = [
            item.severity
            for item in check_report(report({}, edition=edition, year=year))
            if item.rule == "edition-not-of-year"
        ]
        assert found == ([severity] if severity else [])

    @pytest.mark.parametrize(
        ("changes", "rules"),
        [
            ({"period": None, "year": 2022}, ["title-without-year", "missing-period", "year-differs-from-signature"]),
            ({"period": None, "year": 2024}, ["title-without-year", "missing-period", "year-differs-from-signature"]),
            ({"period": None, "year": 2023}, ["title-without-year", "missing-period"]),
            ({"year": 2022, "period": (date(2022, 1, 1), date(2022, 12, 31))}, ["title-without-year", "issued-late"]),
        ],
    )
    def test_year_of_the_prose_and_signature(self, changes: dict[str, Any], rules: list[str]) -> None:
        whole = report(title="洪泽区人民政府政府信息公开工作年度报告", issued=date(2024, 1, 20))
        found = check_report(replace(whole, **changes))
        assert set(rules_of(found)) == set(rules)
        assert all(item.severity != "error" for item in found)

    def test_no_year_no_deadline(self) -> None:
        found = check_report(report(year=None, title="某区政府信息公开工作年度报告"))
        assert set(rules_of(found)) == {"title-without-year", "missing-period", "missing-signature"}


class TestMissing:
    @pytest.mark.parametrize(
        ("change", "rule", "severity"),
        [
            ({"title": None}, "missing-title", "warn"),
            ({"title": "洪泽区政府信息公开工作年度报告"}, "title-without-year", "warn"),
            ({"period": None}, "missing-period", "info"),
            ({"issued": None}, "missing-signature", "warn"),
            ({"statements": (), "sections": {**PROSE, "一": NONE_PUBLISHED}}, "no-published-figure", "warn"),
            ({"sections": {**PROSE, "五": " "}}, "section-missing", "warn"),
            ({"sections": {"一": PROSE["一"], "五": PROSE["五"]}}, "section-missing", "warn"),
            ({"sections": {**PROSE, "一": "主动公开信息120条。"}}, "requests-not-mentioned", "warn"),
            (
                {"sections": {**PROSE, "一": "本报告由总体情况、收到和处理政府信息公开申请情况等部分组成。"}},
                "requests-not-mentioned",
                "warn",
            ),
            ({"sections": {**PROSE, "一": "公开120条。受理行政许可申请38件。"}}, "requests-not-mentioned", "warn"),
            ({"sections": {**PROSE, "一": "公开120条。收到低保申请38件。"}}, "requests-not-mentioned", "warn"),
            ({"sections": {**PROSE, "五": "无。"}}, "problems-not-reported", "warn"),
            ({"sections": {**PROSE, "五": "　　无"}}, "problems-not-reported", "warn"),
            ({"sections": {**PROSE, "六": "无。"}}, "fee-not-reported", "info"),
        ],
    )
    def test_part(self, change: dict[str, Any], rule: str, severity: str) -> None:
        found = check_report(report(**change))
        assert [(item.rule, item.severity) for item in found] == [(rule, severity)]

    @pytest.mark.parametrize(
        "text",
        [
            "收到申请4件，办结3件。",
            "新收申请三十七件。",
            "全年受理申请38件。",
            "共接到公开申请5件。",
            "我局未收到申请。",
        ],
    )
    def test_a_mention_of_requests(self, text: str) -> None:
        assert check_report(report(sections={**PROSE, "一": f"主动公开信息120条。{text}"})) == ()

    @pytest.mark.parametrize(
        "text",
        [
            "通过公开栏等渠道发布各类信息100余条。",
            "主动公开政府信息超2000条。",
            "主动公开涉及社会救助、养老服务等方面信息４２３条。",
            "通过网站主动公开政府信息260余。",
            "主动公开政府信息的情况：40条。",
        ],
    )
    def test_a_figure_that_is_no_statement_is_a_figure(self, text: str) -> None:
        sections = {**PROSE, "一": f"{text}收到政府信息公开申请3件。"}
        assert check_report(report(statements=(), sections=sections)) == ()

    def test_no_signature_is_not_said_of_the_page(self) -> None:
        (found,) = check_report(report(issued=None))
        assert "没有读到落款日期" in found.message
        assert "发布时间" in found.message

    @pytest.mark.parametrize("title", ["某区二〇二三年年度报告", "某区2023年度报告", "某区２０２３年度报告"])
    def test_a_year_in_any_digits(self, title: str) -> None:
        assert check_report(report(title=title)) == ()

    def test_fees_are_no_matter_before_2021(self) -> None:
        found = check_report(report({}, edition="2019", year=2020, sections={**PROSE, "六": "无。"}))
        assert "fee-not-reported" not in rules_of(found)

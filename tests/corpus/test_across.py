"""What many reports show together: years of one body, prose of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.corpus.across import CANDIDATES, Across, keep
from gongkai.report.schema import Finding, Report
from tests.report.writing.examples import look_alike, report

PROSE = "".join(
    f"{what}工作进一步加强，全年开展培训{n}次。" for n, what in enumerate("依申请公开主动监督平台建设解读回应")
)
OWN = "".join(
    f"围绕{what}发布信息，办理来信{n}件，答复群众关切。" for n, what in enumerate("水利防汛抗旱灌区河长移民库区")
)


def body(agency: str, year: int, prose: str, **cells: int) -> Report:
    base = report()
    known = {**base.cells, **{f"requests.{name}.total": value for name, value in cells.items()}}
    return replace(base, agency=agency, year=year, sections={"一": prose}, cells=known)


def together(reports: Iterable[Report]) -> dict[int, list[Finding]]:
    across = Across()
    for number, item in enumerate(reports):
        across.add(number, [keep(look_alike()), keep(item)])
    found = across.findings()
    across.close()
    assert {part for _, part in found} <= {1}
    return {number: list(items) for (number, _), items in found.items()}


def test_what_the_later_of_two_years_shows_stands_with_the_later_whatever_the_order() -> None:
    before, after = body("甲局", 2021, PROSE, carried_out=3), body("甲局", 2022, OWN, carried_in=4)
    for order, later in (((before, after), 1), ((after, before), 0)):
        found = together(order)
        assert [item.rule for item in found.pop(later)] == ["carried-over-differs"]
        assert found == {}


def test_years_apart_and_other_bodies_are_not_compared() -> None:
    assert together([body("甲局", 2021, PROSE), body("甲局", 2023, OWN), body("乙局", 2022, OWN)]) == {}


def test_text_of_last_year_is_named() -> None:
    assert [item.rule for item in together([body("甲局", 2021, PROSE), body("甲局", 2022, PROSE)])[1]] == [
        "text-repeated"
    ]


def test_bodies_that_share_their_prose_are_named_to_each_other() -> None:
    found = together([body("甲局", 2021, PROSE), body("乙局", 2021, OWN), body("丙局", 2021, PROSE.replace("7", "9"))])
    assert {number: [item.message for item in items] for number, items in found.items()} == {
        0: ["第一部分与丙局同年报告的文字相似度为100%。"],
        2: ["第一部分与甲局同年报告的文字相似度为100%。"],
    }


def test_other_years_one_body_and_short_text_share_nothing() -> None:
    assert together([body("甲局", 2021, PROSE), body("乙局", 2022, PROSE)]) == {}
    assert together([body("甲局", 2021, PROSE), body("甲局", 2021, PROSE)]) == {}
    assert together([body("甲局", 2021, PROSE[:60]), body("乙局", 2021, PROSE[:60])]) == {}


def test_a_text_that_everybody_has_is_named_to_each_and_not_pair_by_pair() -> None:
    found = together(body(f"第{number}局", 2021, PROSE) for number in range(4 * CANDIDATES))
    assert [len(items) for items in found.values()] == [1] * 4 * CANDIDATES


def test_text_that_is_half_the_same_is_not_named() -> None:
    assert together([body("甲局", 2021, PROSE + OWN), body("乙局", 2021, PROSE)]) == {}

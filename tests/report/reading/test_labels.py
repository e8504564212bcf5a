"""Labels of the form as offices print them, whole and damaged."""

from __future__ import annotations

import pytest

from gongkai.report.editions import editions
from gongkai.report.reading.damaged_labels import guess_row
from gongkai.report.reading.labels import (
    CAPTION,
    GROUP,
    HEAD,
    ROW,
    find_label,
    squash,
    squash_joined,
    within_label,
)


@pytest.mark.parametrize(
    ("printed", "squashed"),
    [
        ("（二） 部分公開", "二部分公开"),
        ("(二)部分公开", "二部分公开"),
        ("２．其他 行政機關", "2其他行政机关"),
        ("資訊公開", "信息公开"),
        ("|规 章|", "规章"),
    ],
)
def test_squashed(printed: str, squashed: str) -> None:
    assert squash(printed) == squashed


def test_pieces_are_squashed_as_one() -> None:
    assert squash_joined(["政府资", "讯（", "公开）"]) == squash("政府资讯（公开）")


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_every_row_is_found_by_its_official_label(edition) -> None:  # type: ignore[no-untyped-def]
    for table in edition.tables[:2]:
        for row in table.rows:
            label = find_label(row.label[-1])
            assert label is not None, row.label
            if label.kind == ROW:  # 其他 and 总计 head columns, too
                assert label.row.split(".")[0] == table.id


@pytest.mark.parametrize(
    ("text", "kind", "row"),
    [
        ("规章", ROW, "disclosure.regulations"),
        ("規 章", ROW, "disclosure.regulations"),
        ("政府规章", ROW, "disclosure.regulations"),
        ("行政处罚决定", ROW, "disclosure.penalties"),
        ("一、本年新收政府信息公开申请数量", ROW, "requests.received"),
        ("（一）予以公开", ROW, "requests.granted"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ROW, "requests.partly_granted"),
        ("1.属于国家秘密", ROW, "requests.refused_state_secret"),
        ("（三）不予公开", GROUP, ""),
        ("第二十条第（一）项", CAPTION, ""),
        ("总计", HEAD, ""),
    ],
)
def test_found(text: str, kind: str, row: str) -> None:
    label = find_label(text)
    assert label is not None
    assert (label.kind, label.row) == (kind, row)


@pytest.mark.parametrize("text", ["", "规章制度", "本报告由总体情况等六部分组成", "3", "公开" * 400])
def test_not_found(text: str) -> None:
    assert find_label(text) is None


@pytest.mark.parametrize(
    ("damaged", "row"),
    [
        ("一、本年新收政府信息公开申请数", "requests.received"),
        ("1.属于国家秘", "requests.refused_state_secret"),
        ("3.危及“三安全一稳定", "requests.refused_security_stability"),
        ("行政规范性文", "disclosure.normative_documents"),
        ("政府", None),
        ("2022年工作要点", None),
        ("信息公开申请", None),
    ],
)
def test_guessed_only_where_one_row_is_meant(damaged: str, row: str | None) -> None:
    assert guess_row(damaged) == row


def test_pieces_of_a_label() -> None:
    assert within_label("requests.received", "申请数量")
    assert within_label("requests.received", "本年新收")
    assert not within_label("requests.received", "量")

"""Remedies: which organ, which order, until when, and the paragraph that says so."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.loading import LawError
from gongkai.law.remedies import (
    FREE,
    SILENCE,
    Agency,
    last_day,
    reconsideration_organs,
    remedies,
    remedy_paragraph,
    suit_after_reconsideration,
)
from gongkai.law.rules import law_rules
from gongkai.workdays import DueDay, is_workday

BUREAU = Agency(
    "青禾市教育局", "department", "青禾市人民政府", "白杨省教育厅", "青禾市桥西区人民法院", "http://fy.example.cn"
)
BEFORE, SINCE = date(2023, 12, 31), date(2024, 1, 1)
DAY = date(2026, 11, 3)

# Since 2024: 复议前置 for 《条例》第十四条、第十五条、第十六条 and what the switches say.
FIRST = {
    "partly_granted",
    "refused_state_secret",
    "refused_forbidden_by_law",
    "refused_security_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process_information",
    "refused_enforcement_files",
    SILENCE,
}


def test_since_2024_reconsideration_comes_first_for_refusals() -> None:
    everything = [*law_rules().outcomes, SILENCE, FREE]
    assert {outcome for outcome in everything if remedies(outcome, BUREAU, SINCE).first} == FIRST
    assert {outcome for outcome in everything if remedies(outcome, BUREAU, DAY).first} == FIRST
    assert not any(remedies(outcome, BUREAU, BEFORE).first for outcome in everything)


ORGANS: list[tuple[str, list[str], list[str]]] = [
    ("department", ["青禾市人民政府", "白杨省教育厅"], ["青禾市人民政府"]),
    ("justice", ["青禾市人民政府", "白杨省教育厅"], ["青禾市人民政府", "白杨省教育厅"]),
    ("subdistrict", ["青禾市人民政府"], ["青禾市人民政府"]),
    ("dispatched", ["白杨省教育厅", "青禾市人民政府"], ["青禾市人民政府"]),
    ("township", ["青禾市人民政府"], ["青禾市人民政府"]),
    ("government", ["青禾市人民政府"], ["青禾市人民政府"]),
    ("vertical", ["白杨省教育厅"], ["白杨省教育厅"]),
    ("province", ["青禾市教育局"], ["青禾市教育局"]),
    ("ministry", ["青禾市教育局"], ["青禾市教育局"]),
]
"""Kind of agency, its organs before 2024, and since."""


@pytest.mark.parametrize(("kind", "before", "since"), ORGANS)
def test_organ_of_each_kind(kind: str, before: list[str], since: list[str]) -> None:
    agency = Agency(BUREAU.name, kind, BUREAU.government, BUREAU.superior)
    assert [organ.name for organ in reconsideration_organs(agency, BEFORE)] == before
    assert [organ.name for organ in reconsideration_organs(agency, SINCE)] == since


def test_every_kind_of_agency_has_a_case_above() -> None:
    assert [kind for kind, _, _ in ORGANS] == list(law_rules().organs)


@pytest.mark.parametrize(
    ("served", "amount", "unit", "due"),
    [
        (date(2026, 11, 3), 60, "日", DueDay(date(2027, 1, 4), True)),  # 2027-01-02, a Saturday; 2027 not announced
        (date(2026, 3, 2), 60, "日", DueDay(date(2026, 5, 6), False)),  # 05-01, holiday to 05-05
        (date(2026, 3, 10), 60, "日", DueDay(date(2026, 5, 9), False)),  # a Saturday that is worked
        (date(2026, 3, 10), 15, "日", DueDay(date(2026, 3, 25), False)),
        (
            date(2025, 8, 31),
            6,
            "月",
            DueDay(date(2026, 2, 28), False),
        ),  # no 31st: the last of February, worked Saturday
        (date(2025, 11, 15), 6, "月", DueDay(date(2026, 5, 15), False)),
        (date(2025, 12, 20), 6, "月", DueDay(date(2026, 6, 22), False)),  # Saturday in 端午 → Monday
        (date(2023, 8, 29), 6, "月", DueDay(date(2024, 2, 29), False)),
    ],
)
def test_last_day(served: date, amount: int, unit: str, due: DueDay) -> None:
    assert last_day(served, amount, unit) == due


@given(st.dates(date(2019, 5, 15), date(2026, 6, 1)), st.sampled_from([(60, "日"), (15, "日"), (6, "月")]))
def test_a_term_never_ends_on_a_day_off_nor_early(served: date, term: tuple[int, str]) -> None:
    amount, unit = term
    found = last_day(served, amount, unit)
    assert is_workday(found.day)
    shortest = timedelta(amount if unit == "日" else 181 - 3)
    assert shortest <= found.day - served <= shortest + timedelta(17)


def test_terms_of_a_refusal_and_of_a_release() -> None:
    served = date(2026, 3, 10)
    refused = remedies("refused_third_party", BUREAU, date(2026, 3, 6), served=served)
    assert refused.reconsideration.due == DueDay(date(2026, 5, 9), False)
    assert refused.reconsideration.begins == date(2026, 3, 11)
    assert refused.suit is None
    assert refused.suit_after.due is None
    assert suit_after_reconsideration(date(2026, 6, 10)).due == DueDay(date(2026, 6, 25), False)
    granted = remedies("granted", BUREAU, date(2026, 3, 6), served=served)
    assert granted.suit is not None
    assert granted.suit.due == DueDay(date(2026, 9, 10), False)
    assert (granted.suit.amount, granted.suit.unit) == (6, "月")


def test_silence_can_be_complained_of_from_the_day_after_the_due_day() -> None:
    found = remedies(SILENCE, BUREAU, date(2026, 10, 22), served=DueDay(date(2026, 10, 22), True))
    assert found.first
    assert found.reconsideration.begins == date(2026, 10, 23)
    assert found.reconsideration.due == DueDay(date(2026, 12, 21), True)  # the mark of the due day is passed on


def test_without_a_day_of_service_there_are_no_dates() -> None:
    found = remedies("granted", BUREAU, DAY)
    assert found.suit is not None
    assert [term.due for term in (found.reconsideration, found.suit, found.suit_after)] == [None, None, None]


def test_paragraph_where_reconsideration_comes_first() -> None:
    found = remedies("refused_state_secret", BUREAU, DAY, by_internet=True)
    assert remedy_paragraph(found) == (
        "如对本答复不服，根据《中华人民共和国行政复议法》第二十三条第一款第（四）项、第二十条、"
        "《中华人民共和国行政诉讼法》第四十五条的规定，应当先自收到本答复之日起60日内向青禾市人民政府申请行政复议；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向青禾市桥西区人民法院提起行政诉讼。"
        "申请行政复议的，可以通过互联网渠道提交行政复议申请书：http://fy.example.cn。"
    )


def test_paragraph_where_the_applicant_chooses() -> None:
    found = remedies("unavailable_not_held", BUREAU, DAY)
    assert remedy_paragraph(found, letter="告知书") == (
        "如对本告知书不服，根据《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条的规定，"
        "可以自收到本告知书之日起60日内向青禾市人民政府申请行政复议，"
        "或者自收到本告知书之日起6个月内向青禾市桥西区人民法院提起行政诉讼。"
    )


def test_paragraph_of_an_answer_in_part_says_both() -> None:
    text = remedy_paragraph(remedies("partly_granted", BUREAU, DAY))
    assert "如对本答复中不予公开的部分不服，" in text
    assert "应当先自收到本答复之日起60日内" in text
    assert "如对本答复的其他内容不服，" in text
    assert "或者自收到本答复之日起6个月内" in text


@pytest.mark.parametrize(
    ("withheld", "first"),
    [((), True), (("refused_third_party",), True), (("refused_special_enquiry",), False),
     (("refused_special_enquiry", "refused_internal_affairs"), True)],
)  # fmt: skip
def test_in_part_the_ground_of_the_withheld_part_decides(withheld: tuple[str, ...], first: bool) -> None:
    assert remedies("partly_granted", BUREAU, DAY, withheld=withheld).first is first


def test_switches_decide_what_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "law.yaml"
    path.write_text("switches: {partial_remedy_first: no, query_remedy_first: yes, silence_remedy_first: no}", "utf-8")
    monkeypatch.setenv("GONGKAI_LAW", str(path))
    found = {
        outcome: remedies(outcome, BUREAU, DAY) for outcome in ("partly_granted", "refused_special_enquiry", SILENCE)
    }
    assert [entry.first for entry in found.values()] == [False, True, False]
    assert "不予公开的部分" not in remedy_paragraph(found["partly_granted"])
    assert found[SILENCE].suit is not None


def test_a_letter_of_2023_offers_the_old_choice() -> None:
    found = remedies("refused_state_secret", BUREAU, BEFORE, by_internet=True)
    assert remedy_paragraph(found) == (
        "如对本答复不服，根据《中华人民共和国行政复议法》第九条、《中华人民共和国行政诉讼法》第四十六条的规定，"
        "可以自收到本答复之日起60日内向青禾市人民政府或者白杨省教育厅申请行政复议，"
        "或者自收到本答复之日起6个月内向青禾市桥西区人民法院提起行政诉讼。"
    )


@pytest.mark.parametrize(
    ("missing", "outcome", "says"),
    [
        ("government", "granted", "复议机关（本级人民政府）"),
        ("court", "granted", "法院"),
        ("internet_channel", "refused_state_secret", "互联网渠道"),
    ],
)
def test_a_letter_names_organ_court_and_channel(missing: str, outcome: str, says: str) -> None:
    facts = {name: getattr(BUREAU, name) for name in Agency.__slots__} | {missing: ""}
    with pytest.raises(LawError, match=says):
        remedy_paragraph(remedies(outcome, Agency(**facts), DAY, by_internet=True))


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(LawError, match="没有“refused”这个办理结果"):
        remedies("refused", BUREAU, DAY)
    with pytest.raises(LawError, match="没有“nothing”这个办理结果"):
        remedies("partly_granted", BUREAU, DAY, withheld=["nothing"])
    with pytest.raises(LawError, match="没有“school”这类机关"):
        remedies("granted", Agency("某校", "school"), DAY)
    with pytest.raises(LawError, match="早于最早的规定"):
        remedies("granted", BUREAU, date(2019, 5, 14))
    with pytest.raises(LawError, match="期限的单位"):
        last_day(DAY, 1, "年")

"""Outcomes: exactly the result rows of both forms, every article citable, every fact of a letter named."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.citations import check_citation
from gongkai.law.loading import LawError
from gongkai.law.outcomes import LETTERS, find_outcome
from gongkai.law.rules import law_rules
from gongkai.report.editions import editions

RULES = law_rules()
OUTCOMES = RULES.outcomes
NOT_RESULTS = {"received", "carried_in", "concluded", "carried_out"}


def result_rows(edition_id: str) -> dict[str, tuple[str, ...]]:
    """The rows of results that an edition's form prints, id → label."""
    (edition,) = (edition for edition in editions() if edition.id == edition_id)
    rows = edition.table("requests").rows
    return {row.id: row.label for row in rows if row.required and row.id.partition(".")[2] not in NOT_RESULTS}


def test_the_outcomes_are_the_21_result_rows_of_2021_as_printed() -> None:
    rows = result_rows("2021")
    assert [outcome.row("2021") for outcome in OUTCOMES.values()] == list(rows)
    assert len(rows) == 21
    for outcome in OUTCOMES.values():
        *groups, label = rows[outcome.row()]
        assert outcome.label == label
        head = outcome.number[:3] + outcome.group
        assert head == groups[-1] or (label.startswith(head) and len(groups) == 1)


def test_in_2019_other_handling_is_one_row() -> None:
    found = [outcome.row("2019") for outcome in OUTCOMES.values()]
    assert list(dict.fromkeys(found)) == list(result_rows("2019"))
    assert found.count("requests.other_handling") == 3


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)
def test_each_outcome_says_on_what_it_rests(outcome: object) -> None:
    (outcome,) = [entry for entry in OUTCOMES.values() if entry is outcome]
    assert outcome.letter in LETTERS
    for ground in outcome.grounds.values():
        assert ground.when
        assert ground.needs
        if ground.articles:
            assert check_citation(ground.articles, RULES.documents) == ground.articles
        else:
            assert ground.verified == "M"
            assert outcome.note


def test_article_of_each_outcome() -> None:
    cited = {
        outcome.number: [ground.articles.replace("《条例》", "") for ground in outcome.grounds.values()]
        for outcome in OUTCOMES.values()
    }
    refusal = "、第三十六条第（三）项"
    assert cited == {
        "（一）": ["第三十六条第（一）项", "第三十六条第（二）项"],
        "（二）": ["第三十七条"],
        "（三）1": ["第十四条" + refusal],
        "（三）2": ["第十四条" + refusal],
        "（三）3": ["第十四条" + refusal],
        "（三）4": ["第十五条、第三十二条" + refusal],
        "（三）5": ["第十六条第一款" + refusal],
        "（三）6": ["第十六条第二款" + refusal],
        "（三）7": ["第十六条第二款" + refusal],
        "（三）8": ["第三十六条第（七）项"],
        "（四）1": ["第三十六条第（四）项", "第三十六条第（五）项"],
        "（四）2": ["第三十八条"],
        "（四）3": ["第三十条"],
        "（五）1": ["第三十九条第一款"],
        "（五）2": ["第三十六条第（六）项"],
        "（五）3": ["第三十九条第二款"],
        "（五）4": ["第三十五条"],
        "（五）5": [""],
        "（六）1": ["第三十条"],
        "（六）2": ["《信息处理费管理办法》第六条"],
        "（六）3": [""],
    }


def test_only_other_handling_owes_no_letter() -> None:
    assert [entry.number for entry in OUTCOMES.values() if entry.letter == "record"] == [
        "（六）1",
        "（六）2",
        "（六）3",
    ]
    assert [entry.number for entry in OUTCOMES.values() if entry.letter == "partial"] == ["（二）"]


def test_every_fact_a_letter_may_say_is_used() -> None:
    used = {
        name
        for outcome in OUTCOMES.values()
        for ground in outcome.grounds.values()
        for name in (*ground.needs, *ground.may)
    }
    assert used == set(RULES.needs)


def test_a_fee_can_be_unpaid_only_since_there_is_one() -> None:
    unpaid = OUTCOMES["other_fee_unpaid"]
    assert not unpaid.valid_on(date(2020, 12, 31))
    assert unpaid.valid_on(date(2021, 1, 1))


@pytest.mark.parametrize(
    "text", ["（三）1", "(三)1", "（三）1.", "(三) １", "refused_state_secret", " requests.refused_state_secret"]
)
def test_an_outcome_is_found_by_number_or_id(text: str) -> None:
    assert find_outcome(text, OUTCOMES).id == "refused_state_secret"


@pytest.mark.parametrize("text", ["", "（三）", "（三）9", "requests.received", "三1"])
def test_what_is_no_outcome_is_refused(text: str) -> None:
    with pytest.raises(LawError, match="没有"):
        find_outcome(text, OUTCOMES)

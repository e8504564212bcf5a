"""Every case of every rule, as a lawyer reads it: facts, a day, and what the clock then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.clock import Clock, ImpossibleFacts, changes, clock, parse_case, parse_facts
from gongkai.law.loading import LawError, read_yaml
from gongkai.law.rules import Rules, law_rules

CASES = Path(__file__).parent / "cases"
KNOWN = {"case", "facts", "on", "switches", "expect", "refused", "recorded_later", "changes"}
"""``recorded_later``: facts that were not there at first; ``changes``: what they changed on that day."""


def cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        for case in read_yaml(file.read_text("utf-8"), file.name):
            assert set(case) <= KNOWN, (file.name, case)
            found.append(pytest.param(case, id=f"{file.stem}: {case['case']}"))
    return found


def rules_with(switches: dict[str, str]) -> Rules:
    rules = law_rules()
    for switch, option in switches.items():
        assert option in rules.switches[switch].options, (switch, option)
    return replace(rules, chosen={**rules.chosen, **switches})


def said(result: Clock, key: str) -> Any:
    """A value of the clock as a case writes it."""
    if key == "provisional":
        return result.due is not None and result.due.provisional
    if key in {"due", "due_latest"}:
        due = getattr(result, key)
        return due.day if due is not None else None
    if key == "duties":
        return [f"{duty.what}（{duty.by or '无期限'}）" for duty in result.duties]
    if key == "notes":
        return [note.rule for note in result.notes]
    if key == "counted":
        return [line.day for line in result.explanation if line.number and not line.lapsed]
    return getattr(result, key)


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    facts, rules = parse_facts(case["facts"]), rules_with(case.get("switches", {}))
    first_look, facts = facts, facts + parse_facts(case.get("recorded_later", []))
    if "refused" in case:
        with pytest.raises(ImpossibleFacts) as refused:
            clock(facts, case["on"], rules=rules)
        assert refused.value.article == case["refused"]
        assert case["refused"] in str(refused.value)
        return
    result = clock(facts, case["on"], rules=rules)
    assert {key: said(result, key) for key in case["expect"]} == case["expect"]
    if "changes" in case:
        found = changes(clock(first_look, case["on"], rules=rules), result)
        assert [change.what for change in found] == case["changes"]


def test_there_are_cases_for_every_rule() -> None:
    numbers = {int(file.name[:2]) for file in CASES.glob("*.yaml")}
    assert numbers == set(range(1, 28))
    assert len(cases()) >= 200


ELSEWHERE = {
    "silence_remedy_first",
    "partial_remedy_first",
    "query_remedy_first",
    "remedy_last_day_off",
    "fee_items_order",
    "report_new_request",
    "report_split",
    "report_processing_fees",
}
"""Switches that are none of the clock's: test_remedies.py, test_remedy_days.py, test_fees.py and
tests/web/annual/test_counting.py have their options."""


def test_each_option_of_a_switch_has_its_case() -> None:
    """What is not the default is chosen in a case; the default is what all other cases rest on."""
    found = {pair for case in cases() for pair in case.values[0].get("switches", {}).items()}
    rules = law_rules()
    other = {
        (id_, option) for id_, switch in rules.switches.items() for option in switch.options if option != switch.default
    }
    assert {pair for pair in other - found if pair[0] not in ELSEWHERE} == set()


def test_the_name_of_a_case_says_which() -> None:
    """Each case once, under its own name; and no case that expects nothing."""
    found = [case.values[0] for case in cases()]
    names = [case.id for case in cases()]
    assert len(names) == len(set(names))
    assert [case["case"] for case in found if ("refused" in case) == bool(case.get("expect"))] == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"recieved": {"on": date(2026, 1, 5)}}, "不认识 recieved"),
        ({"received": {"on": date(2026, 1, 5)}}, "缺少 channel"),
        ({"received": {"on": date(2026, 1, 5), "channel": "pigeon"}}, "channel 应为"),
        ({"received": {"on": "2026年", "channel": "fax"}}, "on 的值不对"),
        ({"received": {"on": date(2026, 1, 5), "channel": "fax", "who": "x"}}, "不认识 who"),
        ({"extension_approved": {"on": date(2026, 1, 5), "by": "演示", "days": True}}, "days 的值不对"),
        ("received", "应为一种事实"),
        ({"received": {"on": "26-9-8", "channel": "fax"}}, "on 的值不对：“26-9-8”不是日期；请写成 2026-09-18"),
        ({"received": {"on": datetime(2026, 9, 18, 10), "channel": "fax"}}, "on 的值不对：.*请写成 2026-09-18"),
        ({"received": {"on": "2026-9-31", "channel": "fax"}}, "没有“2026-9-31”这一天"),
        ({"deferred": {"on": date(2026, 1, 5), "until": True}}, "until 的值不对"),
        ({"consulted": {"on": date(2026, 1, 5), "party": " ", "role": "third_party"}}, "party 不能为空"),
        ({"fee_noticed": {"on": date(2026, 1, 5), "amount": -5}}, "amount 至少为1"),
        ({"supplement_asked": {"on": date(2026, 1, 5), "days": 0}}, "days 至少为1"),
        ({"supplement_asked": {"on": date(2026, 1, 5), "days": -3}}, "days 至少为1"),
        ({"answered": {"on": date(2026, 1, 5), "outcome": "foo"}}, "outcome：没有“foo”这个办理结果"),
    ],
)
def test_a_fact_that_is_written_wrong_is_named(entry: Any, message: str) -> None:
    with pytest.raises(LawError, match=message):
        parse_facts([entry])


@pytest.mark.parametrize("day", ["2026-9-8", "2026/9/8", "2026年9月8日", "20260908", "2026-09-08", "２０２６-９-８"])
def test_a_day_is_written_as_people_write_it(day: str) -> None:
    (fact,) = parse_case(f"facts:\n  - received: {{on: {day}, channel: fax}}", "case.yaml")
    assert fact.on == date(2026, 9, 8)


def test_the_number_of_the_form_names_an_outcome() -> None:
    (fact,) = parse_facts([{"answered": {"on": date(2026, 1, 5), "outcome": "(一)"}}])
    assert fact.outcome == "granted"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("factz: 1\nfacts: []", "case.yaml：不认识 factz"),
        ("facts: 1", "facts 的值不对"),
        ("", "case.yaml：应有 facts"),
        ("facts:\n  - received: {on: 2026-02-30, channel: fax}", "case.yaml：第2行：没有 2026-02-30 这一天"),
        ("facts:\n  - received: {on: !!timestamp foo}", "第2行：没有 foo 这一天"),
        ("facts: []\nfacts: []", "第2行：facts 写了两次"),
        ("facts: [", "第[12]行：不是有效的YAML"),
    ],
)
def test_a_case_file_is_read_strictly(text: str, message: str) -> None:
    with pytest.raises(LawError, match=message):
        parse_case(text, "case.yaml")

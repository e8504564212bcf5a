"""The facts of one letter: read strictly, each by its type; what contradicts is refused by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.law.loading import LawError
from gongkai.law.outcomes import Ground
from gongkai.law.rules import Rules
from gongkai.letters.catalogue import FactKind, catalogue, contradictions
from gongkai.letters.citing import check_citations
from gongkai.letters.content import check_cited, check_content, check_days_told, check_law, check_no_remedy
from gongkai.letters.model import LetterError, printed_date
from gongkai.letters.numbering import NUMBER, year_of
from gongkai.letters.templates import REMEDY_OPTIONAL, Template, template, templates

MAX_NAME, MAX_TEXT, MAX_ITEMS, MAX_MONEY = 60, 3000, 50, 10**8
YEARS = range(1950, 2101)
RECORD_MAY = ("consulted_received", "right_organ", "enquiry_way")
"""What a withheld part may tell besides what its ground asks for."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PHONE = re.compile(r"[0-9０-９+()（）\-—－转、，； ]{5,40}")
_POSTCODE = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and how it is printed."""

    name: str
    phrase: str


@dataclass(frozen=True)
class Facts:
    """The checked values by id, and an agency's own ``wording`` of editable spans."""

    values: Mapping[str, Any]
    wording: Mapping[str, str]

    def __contains__(self, id_: str) -> bool:
        return self.values.get(id_) not in (None, False)


def read_facts(letter: Template, data: Mapping[str, Any], rules: Rules) -> Facts:
    """The facts of a letter.

    :raises LetterError: where one is missing, not known, of a wrong type, or contradicts another; the message names it.
    """
    kinds = letter.kinds()
    given = {str(key): value for key, value in data.items() if key != "wording" and value is not None}
    if unknown := [key for key in given if key not in kinds]:
        raise LetterError(f"{letter.name}用不到：{'、'.join(_label(key) for key in unknown)}")
    if missing := [kinds[id_].label for id_ in letter.facts if id_ not in given]:
        raise LetterError(f"{letter.name}缺少：{'、'.join(missing)}")
    day = _value(kinds["date"], given["date"], None, rules)
    _needed(letter, given, rules, day, f"{letter.name}缺少")
    values = {id_: _value(kinds[id_], value, day, rules) for id_, value in given.items()}
    _contradictions(values, letter)
    _remedy(letter, values, rules)
    return Facts(values, _wording(letter, data.get("wording"), rules))


def _needed(letter: Template, given: Mapping[str, Any], rules: Rules, day: date, missing: str) -> None:
    """What an operator added to the needs of an outcome: asked for, and only what the letter has a place for."""
    for id_ in needed(letter, rules, day):
        if id_ not in (*letter.facts, *letter.optional):
            where = f"{letter.outcome} 的 {letter.ground}"
            raise LetterError(f"法律数据（GONGKAI_LAW）中{where}的 needs 有{_label(id_)}，{letter.name}没有地方印出")
        if given.get(id_) is None:
            raise LetterError(f"{missing}：{_label(id_)}（法律数据的 needs）")


def _label(id_: str) -> str:
    return catalogue()[id_].label if id_ in catalogue() else id_


def _value(kind: FactKind, value: Any, day: date | None, rules: Rules) -> Any:
    if kind.type in ("name", "text", "law", "phone", "postcode", "number"):
        return _told(kind, value, day, rules)
    if kind.type == "date":
        if not isinstance(value, date) or isinstance(value, datetime):
            raise LetterError(f"{kind.label}应为日期，如 2026-11-22：{_short(value)}")
        if value.year not in YEARS:
            raise LetterError(f"{kind.label}的年份不对：{value}")
        return value
    if kind.type in ("days", "count", "money"):
        return _whole(kind, value, day, rules)
    if kind.type == "flag":
        if not isinstance(value, bool):
            raise LetterError(f"{kind.label}应为 true 或 false：{_short(value)}")
        return value
    if kind.type == "choice":
        if not isinstance(value, str) or value not in kind.options:
            raise LetterError(f"{kind.label}应为 {'、'.join(kind.options)} 之一：{_short(value)}")
        return Choice(value, kind.options[value])
    if not isinstance(value, list) or not value or len(value) > MAX_ITEMS:
        raise LetterError(f"{kind.label}应为1至{MAX_ITEMS}项的列表")
    if kind.type == "records":
        return [_record(kind, item, number, day, rules) for number, item in enumerate(value, 1)]
    one = FactKind(kind.id, kind.type[:-1], kind.name)
    return [_told(one, item, day, rules) for item in value]


def _told(kind: FactKind, value: Any, day: date | None, rules: Rules) -> str:
    """A text, also by what it says."""
    text = _text(kind, value)
    if kind.type == "law":
        check_law(kind.label, text)
    if not kind.quoted:
        check_cited(kind.label, text, rules.documents)
        if kind.id != "internet_channel":
            check_no_remedy(kind.label, text, own=kind.id == "remark")
    if kind.past and day:
        check_days_told(kind.label, text, day)
    return text


def _text(kind: FactKind, value: Any) -> str:
    if not isinstance(value, str):
        raise LetterError(f"{kind.label}应为文字（数字请加引号）：{_short(value)}")
    text = value.strip()
    if kind.type in ("text", "law"):
        text = text.rstrip("。；;")
    if not text:
        raise LetterError(f"{kind.label}是空的")
    if found := _CONTROL.search(text):
        raise LetterError(f"{kind.label}中有不能打印的字符 U+{ord(found[0]):04X}：请写成一行文字")
    check_content(kind.label, text, quoted=kind.quoted)
    if len(text) > (limit := MAX_TEXT if kind.type in ("text", "law") else MAX_NAME):
        raise LetterError(f"{kind.label}太长：{len(text)}字，最多{limit}字")
    shapes = {
        "number": (NUMBER, "演民公复〔2026〕12号"),
        "phone": (_PHONE, "010-12345678"),
        "postcode": (_POSTCODE, "100000"),
    }
    if kind.type in shapes and not shapes[kind.type][0].fullmatch(text):
        raise LetterError(f"{kind.label}写法不对：{text}（应如 {shapes[kind.type][1]}）")
    return text


def _whole(kind: FactKind, value: Any, day: date | None, rules: Rules) -> int:
    unit = "元" if kind.type == "money" else ""
    if not isinstance(value, int) or isinstance(value, bool):
        raise LetterError(f"{kind.label}应为整数{unit}：{_short(value)}")
    most = rules.days(kind.limit, day) if kind.limit and day else kind.max or MAX_MONEY
    if value < kind.min:
        raise LetterError(f"{kind.label}不能小于{kind.min}：{value}")
    if value > most:
        source = f"（{rules.source(kind.limit, day)}）" if kind.limit and day else ""
        raise LetterError(f"{kind.label}不能大于{most}：{value}{source}")
    return value


def _record(kind: FactKind, item: Any, number: int, day: date | None, rules: Rules) -> dict[str, Any]:
    """A withheld part: which, on which ground, and the facts that the ground asks for."""
    where = f"{kind.label}第{number}项"
    if not isinstance(item, dict) or any(not item.get(field) for field in kind.fields):
        raise LetterError(f"{where}应有 {'、'.join(_label(field) for field in kind.fields)}")
    letter = ground_letter(str(item["ground"]), where)
    if day:
        _needed(letter, item, rules, day, f"{where}缺少")
    wanted = [id_ for id_ in letter.facts if id_ in ground_facts(letter)]
    may = [id_ for id_ in RECORD_MAY if id_ in letter.optional]
    if missing := [_label(id_) for id_ in wanted if item.get(id_) is None]:
        raise LetterError(f"{where}缺少：{'、'.join(missing)}")
    if unknown := [str(key) for key in item if key not in (*kind.fields, *wanted, *may)]:
        raise LetterError(f"{where}用不到：{'、'.join(_label(key) for key in unknown)}")
    try:
        return {str(key): _value(catalogue()[key], value, day, rules) for key, value in item.items()}
    except LetterError as error:
        raise LetterError(f"{where}：{error}") from None


def ground_letter(ground: str, where: str) -> Template:
    """The refusal of which a withheld part takes its clause.

    :raises LetterError: where the ground has none.
    """
    found = {letter.ground: letter for letter in templates().values() if letter.clause}
    if ground not in found:
        raise LetterError(f"{where}：ground 应为 {'、'.join(found)} 之一：{ground}")
    return found[ground]


def ground_of(letter: Template, rules: Rules, day: date) -> Ground:
    """What the law of this installation says of the ground of a letter.

    :raises LetterError: where it says nothing, or the outcome is not one of the letter's day.
    """
    outcome = rules.outcomes[letter.outcome]
    if not outcome.valid_on(day):
        raise LetterError(f"{letter.name}：{printed_date(day)}没有{outcome.label}这一办理结果（{letter.outcome}）")
    if letter.ground not in outcome.grounds:
        known = "、".join(outcome.grounds)
        raise LetterError(
            f"{letter.name}：法律数据（GONGKAI_LAW）中 {letter.outcome} 没有情形 {letter.ground}（有：{known}）"
        )
    return outcome.grounds[letter.ground]


def needed(letter: Template, rules: Rules, day: date) -> list[str]:
    """The facts that the law of this installation asks of a letter."""
    needs = ground_of(letter, rules, day).needs if letter.outcome else ()
    return [id_ for need in needs for id_ in contradictions().covers.get(need, (need,))]


def ground_facts(letter: Template) -> set[str]:
    """What a refusal asks for beyond what every refusal asks for, and the reasons."""
    shared = set(template("answer_provided").facts)
    return {id_ for id_ in letter.facts if id_ not in shared}


def out_of_place(given: Mapping[str, Any]) -> list[str]:
    """Of facts as they are given, those for which the value of another leaves no place (``with`` in rules.yaml)."""
    return [
        rule.fact
        for rule in contradictions().with_
        if rule.fact in given and rule.needs in given and not rule.fits(given[rule.needs])
    ]


def _contradictions(values: Mapping[str, Any], letter: Template) -> None:
    rules = contradictions()
    for first, second, message in rules.order:
        if first in values and second in values and values[first] > values[second]:
            raise LetterError(f"{message}：{_dated(first, values)}、{_dated(second, values)}")
    for first, second, message in rules.over:
        if first in values and second in values and values[first] >= values[second]:
            raise LetterError(f"{message}：{_dated(first, values)}、{_dated(second, values)}")
    for id_ in (id_ for id_, kind in catalogue().items() if kind.type == "date" and not kind.ahead and id_ in values):
        if values[id_] > values["date"]:
            raise LetterError(f"{_dated(id_, values)}晚于成文日期{printed_date(values['date'])}")
    for first, second in rules.unlike:
        if first in values and values.get(second) == values[first]:
            raise LetterError(f"{_label(first)}与{_label(second)}不能相同：{values[first]}")
    for number, day in rules.years:
        if number in values and day in values and year_of(values[number]) != values[day].year:
            raise LetterError(f"{_label(number)}的年份不是{values[day].year}年：{values[number]}（{_label(day)}）")
    for rule in rules.with_:
        if rule.needs in values and rule.fact in letter.kinds():
            fits = rule.fits(values[rule.needs].name)
            if fits and rule.fact not in values:
                raise LetterError(f"{letter.name}缺少：{_label(rule.fact)}（{rule.needs} 为{rule.told}时必须写明）")
            if not fits and rule.fact in values:
                raise LetterError(f"{_label(rule.fact)}与 {_label(rule.needs)} 矛盾：后者不是{rule.told}")
    for record in values.get("parts_withheld", ()):
        _contradictions({**record, **{id_: values[id_] for id_ in ("receipt_date", "date")}}, letter)


def _dated(id_: str, values: Mapping[str, Any]) -> str:
    return f"{_label(id_)}{printed_date(values[id_])}"


def _remedy(letter: Template, values: Mapping[str, Any], rules: Rules) -> None:
    if "agency_kind" not in values:
        return
    organs = rules.organs[values["agency_kind"].name].on(values["date"]).organs
    for role, called in organs.items():
        if role in REMEDY_OPTIONAL and role not in values:
            raise LetterError(f"{letter.name}缺少：{_label(role)}（行政复议机关是{called}）")
    if values.get("sent_by_internet") and "internet_channel" not in values:
        raise LetterError(f"{letter.name}缺少：{_label('internet_channel')}（通过互联网送达的必须写明）")


def _wording(letter: Template, given: Any, rules: Rules) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise LetterError("wording 应为“标识: 文字”的列表")
    spans = letter.spans()
    if unknown := [str(id_) for id_ in given if id_ not in spans]:
        known = "、".join(spans) or "没有"
        raise LetterError(f"{letter.name}没有可以改写的文字 {'、'.join(unknown)}（可以改写的：{known}）")
    own = {id_: _text(FactKind(f"wording.{id_}", "sentence", "改写的文字"), text) for id_, text in given.items()}
    for id_, text in own.items():
        try:
            check_citations(text, rules.documents)
        except LawError as error:
            raise LetterError(f"wording.{id_}：{error}") from error
        check_no_remedy(f"wording.{id_}", text, own=True)
    return own


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"

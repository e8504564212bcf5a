"""The outcomes of a request: what they are called, on which articles they rest, what a letter must say.

They are the rows of 表三 of the annual report, each by the row's id there. ``law_rules().outcomes`` has those of this
installation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gongkai.law.citations import LegalDocument, check_citation
from gongkai.law.loading import Kind, LawError, check_words, fields

LETTERS = ("answer", "partial", "record")
"""An answer; an answer in parts; no letter is owed and a closing record is made."""

TABLE = "requests"


class Need(NamedTuple):
    """A fact that only the officer knows; ``choices`` are the answers the law lists, empty where it lists none."""

    id: str
    name: str
    choices: tuple[str, ...] = ()


class Note(NamedTuple):
    """A remark with its source and mark."""

    note: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the alternatives on which an outcome rests.

    ``articles`` is parted by 、 and empty where no article is known; the letter must say ``needs`` and may say ``may``
    (ids of needs.yaml); ``verified`` is the mark of the link between the row and the articles.
    """

    id: str
    when: str
    articles: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    verified: str


@dataclass(frozen=True)
class Outcome:
    """``number``, ``group`` and ``name`` are as printed in the form (（三）1, 不予公开, 属于国家秘密).

    ``letter`` is one of :data:`LETTERS`; ``remedy`` the rule that says whether 行政复议 comes before a suit;
    ``not_suable`` what courts are said not to take, which changes no letter by itself.
    """

    id: str
    number: str
    group: str
    name: str
    letter: str
    remedy: str
    from_: date
    to: date | None
    grounds: Mapping[str, Ground]
    rows: Mapping[str, str]
    not_suable: Note | None
    note: str

    @property
    def label(self) -> str:
        """The row's own label as printed, for instance ``1.属于国家秘密`` or ``（一）予以公开``."""
        letter, digit = self.number[:3], self.number[3:]
        return f"{digit}.{self.name}" if digit else letter + self.name

    def row(self, edition: str = "2021") -> str:
        """The id of the report's row in an edition of the form: ``requests.granted``."""
        return f"{TABLE}.{self.rows.get(edition, self.id)}"

    def valid_on(self, day: date) -> bool:
        """Whether a request could be closed so on a day."""
        return self.from_ <= day and (self.to is None or day <= self.to)


def need(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> Need:
    """An entry of needs.yaml.

    :raises LawError: naming file, entry and key.
    """
    fields(entry, {"name": str}, f"{file}：{id_}", optional={"choices": list})
    check_words(entry.get("choices", ()), f"{file}：{id_}：choices")
    return Need(id_, entry["name"], tuple(entry.get("choices", ())))


def outcome(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> Outcome:
    """An entry of outcomes.yaml.

    :raises LawError: naming file, entry and key.
    """
    where = f"{file}：{id_}"
    words = ("number", "group", "name", "letter", "remedy")
    needed: dict[str, Kind] = {**dict.fromkeys(words, str), "from": date, "grounds": dict}
    fields(entry, needed, where, optional={"to": date, "rows": dict, "not_suable": dict, "note": str})
    if entry["letter"] not in LETTERS:
        raise LawError(f"{where}：letter 应为 {'、'.join(LETTERS)} 之一")
    if not re.fullmatch(r"（[一二三四五六]）\d?", entry["number"]):
        raise LawError(f"{where}：number 应如（三）1：{entry['number']}")
    if not entry["grounds"]:
        raise LawError(f"{where}：grounds 应至少有一个")
    if entry.get("to") and entry["to"] < entry["from"]:
        raise LawError(f"{where}：to 早于 from")
    check_words(entry.get("rows", {}).values(), f"{where}：rows")
    grounds = {name: _ground(name, item, known, f"{where}：{name}") for name, item in entry["grounds"].items()}
    return Outcome(
        id=id_,
        number=entry["number"],
        group=entry["group"],
        name=entry["name"],
        letter=entry["letter"],
        remedy=entry["remedy"],
        from_=entry["from"],
        to=entry.get("to"),
        grounds=grounds,
        rows=entry.get("rows", {}),
        not_suable=_note(entry["not_suable"], known, f"{where}：not_suable") if "not_suable" in entry else None,
        note=entry.get("note", ""),
    )


def outcomes_on(day: date, outcomes: Mapping[str, Outcome]) -> list[Outcome]:
    """The outcomes by which a request could be closed on a day.

    :raises LawError: where there is none.
    """
    found = [outcome for outcome in outcomes.values() if outcome.valid_on(day)]
    if not found:
        first = min(outcome.from_ for outcome in outcomes.values())
        raise LawError(f"{day} 没有可用的办理结果：最早的规定自 {first} 起施行")
    return found


def find_outcome(text: str, outcomes: Mapping[str, Outcome], *, on: date | None = None) -> Outcome:
    """The outcome by its id (``granted``), the row's id (``requests.granted``) or the printed number (``（三）1``).

    Of the number, brackets and digits may be of either width, a full stop may follow: ``(三)1.``.

    :raises LawError: where there is none, naming those that come near, or where no request could be closed so ``on``.
    """
    given = text.strip()
    found = outcomes.get(given.removeprefix(f"{TABLE}."))
    number = re.sub(r"[.．、\s]", "", given).replace("(", "（").replace(")", "）")
    number = number.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    found = found or next((outcome for outcome in outcomes.values() if outcome.number == number), None)
    if found is None:
        raise LawError(f"没有“{given}”这个办理结果：{_near(number, outcomes)}")
    if on is not None and on < found.from_:
        raise LawError(f"{found.number}{found.name}：{on} 早于最早的规定（{found.from_} 起）")
    if on is not None and not found.valid_on(on):
        raise LawError(f"{found.number}{found.name}：只用到 {found.to}，{on} 不能再用")
    return found


def _near(number: str, outcomes: Mapping[str, Outcome]) -> str:
    """What may be meant by a number without its digit or its brackets, or the way to write one."""
    match = re.fullmatch(r"（?([一二三四五六])）?(\d*)", number)
    near = [outcome for outcome in outcomes.values() if match and outcome.number[1] == match[1]]
    exact = [outcome for outcome in near if match and outcome.number[3:] == match[2]]
    if near:
        return "是不是 " + "、".join(f"{outcome.number}（{outcome.name}）" for outcome in exact or near)
    return f"请用编号（如（三）1）或标识（如 {next(iter(outcomes))}）"


def _ground(id_: str, entry: Any, known: Mapping[str, LegalDocument], where: str) -> Ground:
    needed: dict[str, Kind] = {"when": str, "needs": list, "verified": str}
    fields(entry, needed, where, optional={"may": list, "articles": str, "no_article": str})
    if ("articles" in entry) == ("no_article" in entry):
        raise LawError(f"{where}：应给出 articles；没有专门条文的，以 no_article 说明，二者不能同时给出")
    for key in ("needs", "may"):
        check_words(entry.get(key, ()), f"{where}：{key}")
    if "no_article" in entry and entry["verified"] == "V":
        raise LawError(f"{where}：没有 articles 的，verified 不能是 V")
    articles = _cited(entry["articles"], known, where) if "articles" in entry else ""
    return Ground(id_, entry["when"], articles, tuple(entry["needs"]), tuple(entry.get("may", ())), entry["verified"])


def _note(entry: Any, known: Mapping[str, LegalDocument], where: str) -> Note:
    fields(entry, {"note": str, "source": str, "verified": str}, where)
    return Note(entry["note"], _cited(entry["source"], known, where), entry["verified"])


def _cited(text: str, known: Mapping[str, LegalDocument], where: str) -> str:
    try:
        return check_citation(text, known)
    except LawError as error:
        raise LawError(f"{where}：{error}") from None

"""Every fact a letter can ask for (facts.yaml), and which facts contradict each other (rules.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from gongkai.law.loading import parse
from gongkai.letters.model import LetterError

TYPES = "name text law date days count money number phone postcode flag choice names texts records".split()


@dataclass(frozen=True)
class FactKind:
    """``options`` of a choice: what is given → what is printed; ``limit`` the id of the law's limit on days.

    A text with ``past`` tells of no day after the letter's, a date with ``ahead`` may lie after it, and ``quoted`` are
    the words of another: what they cite is not looked at.
    """

    id: str
    type: str
    name: str
    about: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    min: int = 1
    max: int = 0
    limit: str = ""
    fields: tuple[str, ...] = ()
    past: bool = False
    ahead: bool = False
    quoted: bool = False

    @property
    def label(self) -> str:
        """How a message names it: ``receipt_date（收到申请之日）``."""
        return f"{self.id}（{self.name}）"


class Order(NamedTuple):
    """``earlier`` is not after ``later`` (both ids of dates); ``message`` says what is wrong otherwise."""

    earlier: str
    later: str
    message: str


class With(NamedTuple):
    """``fact`` goes with ``needs`` being one of ``value`` (a|b): required then, refused otherwise."""

    fact: str
    needs: str
    value: str

    def fits(self, said: object) -> bool:
        """Whether what ``needs`` says is one of them."""
        return said in self.value.split("|")

    @property
    def told(self) -> str:
        """For people: 转送有权机关或者告知有权机关."""
        return "或者".join(self.value.split("|"))


@dataclass(frozen=True)
class Contradictions:
    """What rules.yaml lists."""

    order: tuple[Order, ...]
    over: tuple[Order, ...]
    years: tuple[tuple[str, str], ...]
    unlike: tuple[tuple[str, str], ...]
    with_: tuple[With, ...]
    covers: Mapping[str, tuple[str, ...]]


@cache
def catalogue() -> Mapping[str, FactKind]:
    """All facts by id."""
    found: dict[str, FactKind] = {}
    for id_, entry in _file("facts.yaml").items():
        entry = dict(entry)
        entry["fields"] = tuple(entry.get("fields", ()))
        try:
            found[id_] = FactKind(id_, **entry)
        except TypeError as error:
            raise LetterError(f"facts.yaml：{id_}：{error}") from error
        if found[id_].type not in TYPES or (found[id_].type == "choice") != bool(found[id_].options):
            raise LetterError(f"facts.yaml：{id_}：type 不对，或者 options 与 type 不合")
    return found


@cache
def contradictions() -> Contradictions:
    """The rules about facts that do not go together."""
    data = _file("rules.yaml")
    found = Contradictions(
        order=tuple(Order(*entry) for entry in data["order"]),
        over=tuple(Order(*entry) for entry in data["over"]),
        years=tuple((number, day) for number, day in data["years"]),
        unlike=tuple((first, second) for first, second in data["unlike"]),
        with_=tuple(With(**entry) for entry in data["with"]),
        covers={need: tuple(facts) for need, facts in data["covers"].items()},
    )
    named = {id_ for rule in (*found.order, *found.over) for id_ in rule[:2]}
    named |= {id_ for pair in (*found.years, *found.unlike) for id_ in pair} | {rule.fact for rule in found.with_}
    if unknown := named - set(catalogue()):
        raise LetterError(f"rules.yaml：facts.yaml 中没有 {'、'.join(sorted(unknown))}")
    return found


def _file(name: str) -> dict[str, Any]:
    return parse((files(__package__) / name).read_text("utf-8"), name)

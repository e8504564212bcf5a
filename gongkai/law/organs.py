"""Who decides on a complaint against an agency, and whether that must come before a suit: dated data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gongkai.law.citations import LegalDocument
from gongkai.law.dated import dated, in_force
from gongkai.law.loading import LawError, check_words, fields

ROLES = ("government", "superior", "own")
"""The part a reconsideration organ plays for the agency: a government, its superior organ, the agency itself."""


class Order(NamedTuple):
    """From a day on: ``first`` is yes, no, or the id of the switch that decides."""

    from_: date
    first: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class FirstRule:
    """Whether 行政复议 comes before a suit (复议前置), for one kind of decision."""

    id: str
    name: str
    values: tuple[Order, ...]

    def on(self, day: date) -> Order:
        """The rule for a decision of that day.

        :raises LawError: for a day before the first.
        """
        return in_force(self.values, day, self.name)


class Organs(NamedTuple):
    """From a day on: role → what the law calls the organ; more than one where the applicant may choose."""

    from_: date
    organs: dict[str, str]
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency and the organs that reconsider what it decides."""

    id: str
    name: str
    values: tuple[Organs, ...]

    def on(self, day: date) -> Organs:
        """The organs for a decision of that day.

        :raises LawError: for a day before the first.
        """
        return in_force(self.values, day, self.name)


def first_rule(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> FirstRule:
    """An entry of remedies.yaml under ``first``.

    :raises LawError: naming file, entry and key.
    """
    where = f"{file}：{id_}"
    fields(entry, {"name": str, "values": list}, where)

    def order(item: dict[str, Any]) -> Order:
        return Order(item["from"], item["first"], item["source"], item["verified"])

    return FirstRule(id_, entry["name"], dated(entry["values"], {"first": str}, known, where, order))


def agency_kind(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> AgencyKind:
    """An entry of remedies.yaml under ``organs``.

    :raises LawError: naming file, entry and key.
    """
    where = f"{file}：{id_}"
    fields(entry, {"name": str, "values": list}, where)

    def organs(item: dict[str, Any]) -> Organs:
        if not item["organs"] or set(item["organs"]) - set(ROLES):
            raise LawError(f"{where}：organs 应为 {'、'.join(ROLES)} 中的一个或几个")
        check_words(item["organs"].values(), f"{where}：organs")
        return Organs(item["from"], item["organs"], item["source"], item["verified"])

    return AgencyKind(id_, entry["name"], dated(entry["values"], {"organs": dict}, known, where, organs))

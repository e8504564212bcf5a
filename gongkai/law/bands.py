"""The bands of 信息处理费 as dated data, and the arithmetic of 超额累进: whole 元, no rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gongkai.law.citations import LegalDocument
from gongkai.law.dated import dated, in_force
from gongkai.law.loading import Kind, LawError, fields


class Band(NamedTuple):
    """From the unit ``first`` on each costs ``yuan`` 元; after every ``every`` units (0: never) ``more`` 元 more."""

    first: int
    yuan: int
    every: int
    more: int
    verified: str


class Part(NamedTuple):
    """The units ``first`` to ``last`` at one price, in 元."""

    first: int
    last: int
    yuan: int
    verified: str

    @property
    def units(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        return self.units * self.yuan


class Bands(NamedTuple):
    """The bands from a day on."""

    from_: date
    bands: tuple[Band, ...]
    source: str
    verified: str

    def parts(self, count: int) -> Iterator[Part]:
        """``count`` units, divided where the price changes."""
        for band, after in zip(self.bands, (*self.bands[1:], None), strict=True):
            end = count if after is None else min(count, after.first - 1)
            first, yuan = band.first, band.yuan
            while first <= end:
                last = min(end, first + band.every - 1) if band.every else end
                yield Part(first, last, yuan, band.verified)
                first, yuan = last + 1, yuan + band.more


class Saying(NamedTuple):
    """What the source says besides numbers, in the words of a person, with its mark."""

    text: str
    verified: str


@dataclass(frozen=True, slots=True)
class FeeMethod:
    """按件 (``items``) or 按量 (``pages``); ``unit`` is 件 or 页.

    ``counted`` says how units are counted, ``excluded`` where the method does not apply.
    """

    id: str
    name: str
    unit: str
    counted: Saying
    excluded: Saying | None
    values: tuple[Bands, ...]

    def on(self, day: date) -> Bands:
        """The bands in force.

        :raises LawError: for a day before the first.
        """
        return in_force(self.values, day, self.name)


def fee_method(id_: str, entry: Any, known: Mapping[str, LegalDocument], file: str) -> FeeMethod:
    """An entry of fees.yaml.

    :raises LawError: naming file, entry and key.
    """
    where = f"{file}：{id_}"
    needed: dict[str, Kind] = {"name": str, "unit": str, "counted": dict, "values": list}
    fields(entry, needed, where, optional={"excluded": dict})
    counted, excluded = _saying(entry["counted"], where), entry.get("excluded")

    def bands(item: dict[str, Any]) -> Bands:
        found = tuple(_band(band, where) for band in item["bands"])
        firsts = [band.first for band in found]
        if firsts[:1] != [1] or firsts != sorted(set(firsts)):
            raise LawError(f"{where}：bands 应从第1{entry['unit']}起，first 依次递增")
        return Bands(item["from"], found, item["source"], item["verified"])

    values = dated(entry["values"], {"bands": list}, known, where, bands)
    return FeeMethod(
        id_, entry["name"], entry["unit"], counted, _saying(excluded, where) if excluded is not None else None, values
    )


def _saying(entry: Any, where: str) -> Saying:
    fields(entry, {"text": str, "verified": str}, where)
    return Saying(entry["text"], entry["verified"])


def _band(entry: Any, where: str) -> Band:
    fields(entry, {"first": int, "yuan": int, "verified": str}, where, optional={"every": int, "more": int})
    band = Band(entry["first"], entry["yuan"], entry.get("every", 0), entry.get("more", 0), entry["verified"])
    if min(band.yuan, band.every, band.more) < 0 or bool(band.every) != bool(band.more):
        raise LawError(f"{where}：第{band.first}起的一档：数不能小于0，every 和 more 应同时给出")
    return band

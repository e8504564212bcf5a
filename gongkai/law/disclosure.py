"""What an agency has to disclose without being asked: 《条例》第二十条 and 第二十一条 as data."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.law.citations import check_citation, documents
from gongkai.law.loading import Kind, fields, load

FILE = "disclosure.yaml"


class Item(NamedTuple):
    """One item, in the article's words; ``number`` is its numeral in Chinese, empty where the article numbers none."""

    id: str
    number: str
    text: str
    source: str
    from_: date
    verified: str
    #: Of which tiers the agencies are that disclose it; empty: of all.
    tiers: tuple[str, ...]

    @property
    def label(self) -> str:
        """As the article prints it: ``（一）行政法规、规章和规范性文件``."""
        return f"（{self.number}）{self.text}" if self.number else self.text


@cache
def _items() -> tuple[Item, ...]:
    known, items = documents(), []
    needed: dict[str, Kind] = {"text": str, "source": str, "from": date, "verified": str}
    for id_, entry in load(FILE).items():
        more: dict[str, Kind] = {"tiers": list} if "tiers" in entry else {"number": str}
        fields(entry, needed | more, f"{FILE}：{id_}")
        check_citation(entry["source"], known)
        number, tiers = entry.get("number", ""), tuple(entry.get("tiers", ()))
        items.append(Item(id_, number, entry["text"], entry["source"], entry["from"], entry["verified"], tiers))
    return tuple(items)


def disclosure_items() -> tuple[Item, ...]:
    """The items of 《条例》第二十条, in the order of the article.

    :raises LawError: naming file, item and key, where the data are not as they must be.
    """
    return tuple(item for item in _items() if not item.tiers)


def further_items(tier: str) -> tuple[Item, ...]:
    """What 《条例》第二十一条 adds for the agencies of a tier (``city``, ``county``, ``township``)."""
    return tuple(item for item in _items() if tier in item.tiers)


def item_of(id_: str) -> Item:
    """An item by its id.

    :raises KeyError: where no article names it.
    """
    return {item.id: item for item in _items()}[id_]

"""What an agency has to disclose without being asked: the items of 《条例》第二十条 as data."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.law.citations import check_citation, documents
from gongkai.law.loading import fields, load

FILE = "disclosure.yaml"


class Item(NamedTuple):
    """One item, in the article's words; ``number`` is its numeral in Chinese."""

    id: str
    number: str
    text: str
    source: str
    from_: date
    verified: str

    @property
    def label(self) -> str:
        """As the article prints it: ``（一）行政法规、规章和规范性文件``."""
        return f"（{self.number}）{self.text}"


@cache
def disclosure_items() -> tuple[Item, ...]:
    """Every item, in the order of the article.

    :raises LawError: naming file, item and key, where the data are not as they must be.
    """
    known, items = documents(), []
    for id_, entry in load(FILE).items():
        fields(entry, {"number": str, "text": str, "source": str, "from": date, "verified": str}, f"{FILE}：{id_}")
        check_citation(entry["source"], known)
        items.append(Item(id_, entry["number"], entry["text"], entry["source"], entry["from"], entry["verified"]))
    return tuple(items)

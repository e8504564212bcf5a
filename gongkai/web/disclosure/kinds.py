"""What an agency publishes, as data: the kinds of documents, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from gongkai.law.disclosure import disclosure_items
from gongkai.law.loading import LawError, fields, load_file

FOLDER = Path(__file__).parent
FILE = FOLDER / "kinds.yaml"
#: Under no item: in the frame of 国办公开办函〔2019〕61号.
FRAME = "frame"
#: What a kind may ask for, by the names of `facts.Facts`.
ASKED = frozenset({"number", "made", "explains", "issue"})
GUIDE, RULES = "guide", "rules"
#: What was opened to all after one was given it (《条例》第四十四条), and what is asked often.
OPENED, FAQ = "opened", "faq"


@dataclass(frozen=True)
class Kind:
    """One kind; `name` is in Chinese, as the catalogue of the agency prints it."""

    id: str
    name: str
    item: str
    genre: str
    asks: frozenset[str]
    once: bool
    table: Path
    #: It comes into force and out of it, step by step.
    life: bool = False
    #: Only who can make 规章 issues it.
    power: bool = False

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pgettext("kind", self.name)

    @property
    def in_frame(self) -> bool:
        return self.item == FRAME


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id, in the order in which they are offered.

    :raises LawError: naming file and kind, where the data are not as they must be.
    """
    items, found = {FRAME, *(item.id for item in disclosure_items())}, {}
    for id_, entry in load_file(FILE).items():
        where = f"{FILE.name}：{id_}"
        needed = {"name": str, "item": str, "genre": str, "asks": list, "once": bool}
        more = {"table": str, "life": bool, "power": bool}
        fields(entry, needed | {name: kind for name, kind in more.items() if name in entry}, where)
        unknown = sorted({entry["item"]} - items | set(entry["asks"]) - ASKED)
        if unknown:
            raise LawError(f"{where}：不认识 {'、'.join(unknown)}")
        table = FOLDER / entry.get("table", "documents.yaml")
        found[id_] = Kind(
            id_, entry["name"], entry["item"], entry["genre"], frozenset(entry["asks"]), entry["once"], table,
            entry.get("life", False), entry.get("power", False),
        )  # fmt: skip
    return found


def choices() -> list[tuple[str, str | Promise]]:
    """For a form or a model: every kind with its name."""
    return [(kind.id, pgettext_lazy("kind", kind.name)) for kind in kinds().values()]


def living() -> list[tuple[str, str | Promise]]:
    """Those that come into force and out of it, as 表二 counts them, likewise."""
    return [(kind.id, pgettext_lazy("kind", kind.name)) for kind in kinds().values() if kind.life]


def under_items() -> list[str]:
    """The kinds that stand under an item of 《条例》第二十条: all but those of the frame."""
    return [kind.id for kind in kinds().values() if not kind.in_frame]

"""The prose of a report, in which figures stand live: by their names, so that text and tables cannot disagree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.law.loading import LawError, load_file
from gongkai.report.schema import Number
from gongkai.report.writing.form import number_text
from gongkai.web.annual.figures import TOTAL, Year, form
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.models import TotalRow
from gongkai.web.requests.fees.reckoning import collected

FILE = Path(__file__).with_name("prose.yaml")
#: A figure by its name, as the text has it.
LIVE = re.compile(r"\{([^{}\s]{1,20})\}")
YEAR, AGENCY = "年度", "机关"
#: Where a report has prose of its own.
SECTIONS = ("一", "五", "六")
COUNTED: Mapping[str, Callable[[Year, str], counts.Figure]] = {
    "published": lambda of, _part: counts.published(of.agencies, *of.days),
    "interpretations": lambda of, _part: counts.interpretations(of.agencies, *of.days),
    "responses": lambda of, _part: counts.responses(of.agencies, *of.days),
    "corrections": lambda of, _part: counts.corrections(of.agencies, *of.days),
    "topics": lambda of, _part: counts.topics(of.agencies, *of.days),
    "released": lambda of, part: counts.released(of.agencies, *of.days, part),
    "catalogue": lambda of, _part: counts.catalogue(of.agencies, of.days[1]),
    "accounts": lambda of, part: counts.accounts(of.agencies, *of.days)[part],
    "answered": lambda of, part: counts.letters(of.agencies, of.year, TotalRow(part)),
}
#: A heading of prose, and nothing said under it.
HEADING = re.compile(r"（[一二三四五六七八九十]）[^。：；，]{2,30}[。：]?")


@dataclass(frozen=True)
class Live:
    """A figure that can stand in a text: the cells that it sums up, or what is counted for it."""

    name: str
    unit: str
    cells: tuple[str, ...] = ()
    count: str = ""
    of: str = ""


@cache
def live() -> Mapping[str, Live]:
    """The figures by their names, in their order.

    :raises LawError: naming the figure, where the data are not as they must be.
    """
    found = {}
    for name, entry in load_file(FILE)["figures"].items():
        said = dict(entry)
        unit, cell, cells, of = said.pop("unit"), said.pop("cell", ""), said.pop("cells", ""), said.pop("of", "")
        count = "fees" if said.pop("fees", False) else said.pop("count", "")
        if said or (count and count not in (*COUNTED, "fees")):
            raise LawError(f"{FILE.name}：{name}")
        summed = (cell,) if cell else _totals(cells) if cells else ()
        if not count and (not summed or any(id_ not in form().cells for id_ in summed)):
            raise LawError(f"{FILE.name}：{name}")
        found[name] = Live(name, unit, summed, count, of)
    return found


def beginning(section: str) -> str:
    """What a section begins with."""
    return str(load_file(FILE)["sections"][section]).strip()


def named(text: str) -> set[str]:
    """The figures that a text has live."""
    return {found for found in LIVE.findall(text) if found not in (YEAR, AGENCY)}


def unknown(text: str) -> list[str]:
    """The names in braces that are no figure."""
    return sorted(named(text) - live().keys())


def figures(of: Year, cells: Mapping[str, Number], wanted: Set[str]) -> dict[str, Number]:
    """The figures of these names: those of the form from its cells, the others counted. What only other systems know
    and nobody said here is none, and not 0."""
    found: dict[str, Number] = {}
    for name in wanted & live().keys():
        this = live()[name]
        if this.cells:
            found[name] = sum(cells[id_] for id_ in this.cells)
        elif this.count == "fees":
            found[name] = collected(of.agencies, of.year).amount
        else:
            figure = COUNTED[this.count](of, this.of)
            if this.count != "answered" or figure.rows.exists():
                found[name] = figure.number
    return found


def told(text: str, of: Year, agency: str, found: Mapping[str, Number]) -> str:
    """The text as it is printed; a name that is no figure stays, so that it is seen."""
    words = {YEAR: str(of.year), AGENCY: agency} | {name: number_text(value) for name, value in found.items()}
    return LIVE.sub(lambda name: words.get(name[1], name[0]), text)


def unwritten(sections: Mapping[str, str]) -> list[str]:
    """The headings in these texts under which nothing is said."""
    found = []
    for id_, text in sections.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if HEADING.fullmatch(line) and (not after or after.startswith("（")):
                found.append(f"{id_}{line.rstrip('。：')}")
    return found


def objection(sections: Mapping[str, str]) -> str:
    """Why these texts cannot be kept; empty: they can."""
    wrong = sorted({name for text in sections.values() for name in unknown(text)})
    if wrong:
        return _("大括号里的“%(names)s”不是系统统计的数字；请从下面的名称中选择，或者去掉大括号。") % {
            "names": _("、").join(wrong)
        }
    return ""


def _totals(prefix: str) -> tuple[str, ...]:
    """Of the rows that begin so: the cells of their totals."""
    return tuple(f"{row.id}.{TOTAL}" for row in form().rows.values() if row.id.startswith(prefix) and row.required)

"""Whose report a document is: by the names that the units of a collection have and had."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.report.schema import Report
from gongkai.web.agencies.models import AgencyName
from gongkai.web.annual.models import Collection, Filing

#: Shorter names are part of too many others.
SHORTEST = 3


@dataclass(frozen=True)
class Match:
    """The unit that a document seems to be of; sure: it says so in full."""

    filing: Filing | None
    sure: bool = False


class Units:
    """The units of a collection by their names; two queries."""

    def __init__(self, collection: Collection) -> None:
        rows = collection.filings.select_related("agency", "collection__agency")
        self._rows: dict[int, Filing] = {row.agency_id: row for row in rows}
        self._named: dict[str, set[int]] = {}
        for row in self._rows.values():
            for name in (row.name, row.agency.name, row.agency.short_name):
                self._add(name, row.agency_id)
        former = AgencyName.objects.filter(agency__in=collection.filings.values("agency"))
        for agency, name in former.values_list("agency", "name"):
            self._add(name, agency)

    def _add(self, name: str, agency: int) -> None:
        if name := plain(name):
            self._named.setdefault(name, set()).add(agency)

    def called(self, name: str) -> Filing | None:
        """The one unit of this name, in full or short, today's or a former."""
        found = self._named.get(plain(name), set())
        return self._rows[next(iter(found))] if len(found) == 1 else None

    def match(self, report: Report, name: str) -> Match:
        """The unit by whom the report says it is, else by the names that stand in its title or the file's name, or of
        which what it says is a part."""
        exact = self.called(report.agency or "")
        if exact is not None:
            return Match(exact, sure=True)
        for words in (report.agency or "", report.title or "", name):
            near = self._within(plain(words)) or self._around(plain(words))
            if near is not None:
                return Match(near)
        return Match(None)

    def _within(self, words: str) -> Filing | None:
        """The unit whose name stands in the words, the longest name; None: none does, or several do."""
        found = [name for name in self._named if len(name) >= SHORTEST and name in words]
        longest = max(found, key=len, default="")
        outside = [name for name in found if name not in longest]
        return self._only({agency for name in [longest, *outside] for agency in self._named.get(name, ())})

    def _around(self, words: str) -> Filing | None:
        """The unit of whose name the words are a part."""
        if len(words) < SHORTEST:
            return None
        return self._only({agency for name, agencies in self._named.items() if words in name for agency in agencies})

    def _only(self, agencies: Iterable[int]) -> Filing | None:
        one = list(agencies)
        return self._rows[one[0]] if len(one) == 1 else None


def plain(name: str) -> str:
    """A name as it is compared: full width folded, without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()

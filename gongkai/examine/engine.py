"""From what a document says to findings: searches over its text, places, and quotes that show nothing personal."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gongkai.examine.body import Body, Content, Passage
from gongkai.examine.limits import MAX_CONTEXT, MAX_EXAMINED_CHARACTERS, MAX_FINDINGS
from gongkai.examine.model import Facts, Finding, OfficialName, Place
from gongkai.examine.rules import finding, rules
from gongkai.examine.text.hits import Hit
from gongkai.examine.text.links import LinkCheck, fault_of, find_addresses
from gongkai.examine.text.names import find_names
from gongkai.examine.text.numbers import find_numbers
from gongkai.examine.text.people import find_people
from gongkai.examine.text.record import find_dates, find_differences
from gongkai.examine.text.secrecy import find_marks
from gongkai.examine.text.wording import find_slips
from gongkai.report.schema import SEVERITIES

_STARS = "****"
_LONG = re.compile(r"[\d０-９]{9,}[Xx]?")
_LONGEST = 160
"""Characters of a detail that are quoted."""


def examine_content(
    content: Content,
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """What is found in a text, in its order."""
    body = Body(content.passages)
    numbers = find_numbers(body, facts, wrapped=content.wrapped)
    hits = [
        *numbers,
        *find_people(body, content.rows, numbers),
        *find_marks(body),
        *find_addresses(body),
        *find_names(body, names, facts.issued if facts else None),
        *find_dates(body),
        *(find_differences(body, facts) if facts else ()),
        *find_slips(body, wrapped=content.wrapped),
    ]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    quoting = Quoting(body, hits)
    found = [quoting.finding(hit) for hit in hits[:MAX_FINDINGS]]
    found += _links(content, link_exists)
    if body.cut:
        found.append(
            finding("limit-reached", Place(), details={"what": "characters", "limit": MAX_EXAMINED_CHARACTERS})
        )
    if len(hits) > MAX_FINDINGS:
        found.append(finding("limit-reached", Place(), details={"what": "findings", "limit": MAX_FINDINGS}))
    return found


def graver_first(found: Iterable[Finding]) -> list[Finding]:
    """Errors first; of one severity in the order in which they were found."""
    return sorted(found, key=lambda item: SEVERITIES.index(item.severity))


class Quoting:
    """Makes findings of hits; knows every personal datum of the body, so that no quote shows a neighbour's."""

    def __init__(self, body: Body, hits: Iterable[Hit]) -> None:
        self.body = body
        self.spans: list[tuple[int, int, str]] = []
        personal = {rule.id for rule in rules().values() if rule.group == "personal"}
        for hit in hits:
            if hit.mask is None or hit.rule not in personal or hit.start == hit.end:
                continue
            if self.spans and hit.start < self.spans[-1][1]:
                first, last, _ = self.spans[-1]
                self.spans[-1] = (first, max(last, hit.end), _STARS)
            else:
                self.spans.append((hit.start, hit.end, hit.mask))
        self.starts = [span[0] for span in self.spans]

    def finding(self, hit: Hit) -> Finding:
        if not self.body.starts:
            return finding(hit.rule, Place(), severity=hit.severity, details=_safe(hit.details))
        number = self.body.at(hit.start)
        begin = self.body.starts[number]
        place = replace(self.body.passages[number].place, start=hit.start - begin, end=hit.end - begin)
        proposal = hit.mask if hit.proposed else None
        if proposal is not None and hit.rule == "home-address":
            proposal = safe(proposal)
        return finding(
            hit.rule,
            place,
            quote=self.quote(hit.start, hit.end, number),
            proposal=proposal,
            severity=hit.severity,
            details=_safe(hit.details),
        )

    def quote(self, start: int, end: int, number: int) -> str:
        """The surroundings of a span within its passage, masked; … where the passage goes on."""
        begin = self.body.starts[number]
        last = begin + len(self.body.passages[number].text)
        first, stop = max(begin, start - MAX_CONTEXT), min(last, end + MAX_CONTEXT)
        parts: list[str] = []
        place = max(bisect_right(self.starts, first) - 1, 0)
        for left, right, mask in self.spans[place:]:
            if left >= stop:
                break
            if right <= first:
                continue
            if left < first:  # a datum cut by the quote's edge stands in it whole, masked
                first = left
            parts += [veiled(self.body.text[first:left]), mask]
            first = right
        parts.append(veiled(self.body.text[first:stop]) if first < stop else "")
        before, after = ("…" if cut else "" for cut in (start - MAX_CONTEXT > begin, max(first, stop) < last))
        return before + " ".join("".join(parts).split()) + after


def safe(text: str) -> str:
    """Any text with the numbers of people in it masked."""
    text = text[:_LONGEST].replace("\n", " ")
    body = Body([Passage(text, Place())])
    parts, last = [], 0
    for hit in find_numbers(body):
        if hit.mask is not None:
            parts += [veiled(text[last : hit.start]), hit.mask]
            last = hit.end
    return "".join([*parts, veiled(text[last:])])


def veiled(text: str) -> str:
    """Long numbers of which nothing is known are not quoted whole either: they may be mistyped ones of a person."""
    return _LONG.sub(lambda found: found.group()[:3] + _STARS, text)


def _safe(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: safe(value) if isinstance(value, str) else value for key, value in details.items()}


def _links(content: Content, link_exists: LinkCheck | None) -> Iterator[Finding]:
    for link in content.links[:MAX_FINDINGS]:
        rule = fault_of(link, content.anchors, link_exists)
        if rule is not None:
            quote = safe(" ".join(link.text.split())[:60])
            yield finding(rule, link.place, quote=quote, details={"target": safe(link.target.strip()[:80])})

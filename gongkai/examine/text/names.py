"""Agencies' names that are nearly right, and names that were theirs once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from gongkai.examine.body import Body, any_of
from gongkai.examine.model import OfficialName
from gongkai.examine.text.hits import Hit
from gongkai.report.data import load
from gongkai.report.schema import Severity

_LEAST = 5
"""Characters of a name below which what is nearly it is too often something else."""
_BEFORE = re.compile(r"(?:原|前身|前称|原称|曾用名|更名前|挂|并入|划入|整合|撤销|由)[：:为是“《（(]?$")
_AFTER = re.compile(r"[”》]?(?:（|\()?(?:现|已更名|更名|改名|改称|现为|撤销|职责|[〔\[]\d{4}[〕\]]|文件|令第)")


@cache
def _known() -> tuple[dict[str, str], str, str]:
    raw = load("gongkai.examine", "data/names.yaml")
    confused: dict[str, str] = {}
    for group in raw["confused"].split():
        for character in group:
            confused[character] = confused.get(character, "") + group.replace(character, "")
    return confused, raw["joining"].replace(" ", ""), raw["place_ends"]


@lru_cache(8_192)
def wrong_spellings(name: str) -> tuple[str, ...]:
    """What a slip makes of a name: two characters exchanged, one doubled, one taken for its like, a 和 left out."""
    confused, joining, place_ends = _known()
    found: dict[str, None] = {}
    # The leading name of the place is not touched: what is nearly it is another place.
    first = max((name.rfind(end, 0, len(name) - 2) for end in place_ends), default=-1) + 1
    for place in range(first, len(name)):
        character = name[place]
        if place + 1 < len(name):
            found[name[:place] + name[place + 1] + character + name[place + 2 :]] = None
        found[name[:place] + character + name[place:]] = None
        for other in confused.get(character, ""):
            found[name[:place] + other + name[place + 1 :]] = None
        if character in joining and first < place < len(name) - 1:
            found[name[:place] + name[place + 1 :]] = None
            for other in joining.replace(character, ""):
                found[name[:place] + other + name[place + 1 :]] = None
    found.pop(name, None)
    return tuple(found)


def find_names(body: Body, names: Sequence[OfficialName], day: date | None) -> Iterator[Hit]:
    """Wrong spellings of current names, and former ones used after their end (``day`` is the document's)."""
    yield from _misspelt(body, names)
    current = [name.name for name in names if name.until is None]
    for former in names:
        if former.until is None or day is None or day <= former.until or former.name in current:
            continue
        longer = [name for name in current if former.name in name]
        for match in re.finditer(re.escape(former.name), body.folded):
            if not _inside(body.folded, match.start(), former.name, longer) and not _told(body, match):
                said = {"name": former.name, "now": former.now, "until": _day(former.until)}
                yield Hit("former-name", *match.span(), former.now or None, bool(former.now), details=said)


def _misspelt(body: Body, names: Iterable[OfficialName]) -> Iterator[Hit]:
    current = tuple(name.name for name in names if name.until is None and len(name.name) >= _LEAST)
    wrong, starts, lengths = _slips(current)
    known = [name.name for name in names]
    end = 0
    for match in starts.finditer(body.folded) if starts else ():
        place = match.start()
        for length in lengths if place >= end else ():
            text = body.folded[place : place + length]
            right = wrong.get(text)
            if right is not None and not any(text in name for name in known):
                end = place + length
                # Without its 和 a name is an abbreviation that many use.
                severity: Severity | None = "warn" if len(text) < len(right) else None
                yield Hit("wrong-name", place, end, right, severity=severity, details={"name": text, "right": right})
                break


@lru_cache(8)
def _slips(names: tuple[str, ...]) -> tuple[dict[str, str], re.Pattern[str] | None, list[int]]:
    """Wrong spelling → name, a pattern of how they begin, and their lengths, longest first."""
    wrong = {spelling: name for name in names for spelling in wrong_spellings(name)}
    beginnings = {spelling[:2] for spelling in wrong}
    lengths = sorted({len(spelling) for spelling in wrong}, reverse=True)
    return wrong, re.compile(f"(?={any_of(beginnings)})") if beginnings else None, lengths


def _inside(text: str, start: int, name: str, longer: Sequence[str]) -> bool:
    for other in longer:
        shift = other.index(name)
        if text.startswith(other, max(start - shift, 0)):
            return True
    return False


def _told(body: Body, match: re.Match[str]) -> bool:
    """Whether the text itself says that the name is a former one, or cites a document of that time."""
    return bool(_BEFORE.search(body.before(match.start(), 8)) or _AFTER.match(body.after(match.end(), 8)))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

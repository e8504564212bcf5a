"""Lists of people: who stands beside an address, a number or an illness."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from gongkai.examine.body import Body, Row, any_of, folded, words
from gongkai.examine.text import masks
from gongkai.examine.text.hits import Hit
from gongkai.report.data import load

_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:[·•][\u4e00-\u9fff]{1,8}){1,3}")
_PERSON = re.compile(
    r"(?:姓名[:：]? ?|^|[，。；、 :：])([\u4e00-\u9fff]{2,4})[，、（( ]{1,2}(?:男|女)(?![\u4e00-\u9fff])", re.MULTILINE
)
_SENTENCE_END = "。；！？\n"
_LONGEST = 80
LEAST_ROWS = 2
_NUMBERS = {"identity-number", "old-identity-number", "bank-card", "mobile-phone"}


@cache
def known() -> dict[str, Any]:
    """people.yaml, its lists as sets and patterns."""
    raw = load("gongkai.examine", "data/people.yaml")
    return {
        "surnames": frozenset(raw["surnames"].replace(" ", "")),
        "double": tuple(raw["double_surnames"].split()),
        "no_names": frozenset(raw["no_names"].split()),
        "name_heads": re.compile(any_of(raw["name_heads"].split())),
        "organisation": re.compile(any_of(raw["organisation"].split())),
        "address_heads": re.compile(any_of(raw["address_heads"].split())),
        "room": re.compile(raw["room"]),
        "door": re.compile(raw["door"]),
        "health": re.compile(any_of(raw["health"].split())),
        "minors": re.compile(any_of(raw["minors"].split())),
    }


def is_name(text: str, head: str = "") -> bool:
    """Whether a cell holds a person's name and nothing else; under a head that says so any two to four characters."""
    text = text.strip().replace(" ", "")
    if _HAN_NAME.fullmatch(text) is None or text in known()["no_names"] or known()["organisation"].search(text):
        return False
    if head and known()["name_heads"].search(head) and not known()["organisation"].search(head):
        return True
    if len(text) > 3 and "·" not in text and not text.startswith(known()["double"]):
        return False
    return text.startswith(known()["double"]) or text[0] in known()["surnames"]


class _Entry:
    """One row of a list: a row of cells, or a line in columns."""

    def __init__(self, start: int, cells: list[tuple[int, str, str]], table: int) -> None:
        self.start = start
        self.cells = cells  # where each begins in the body, its text, what stands over it
        self.table = table
        self.name = next((cell for cell in cells if is_name(cell[1], cell[2])), None)
        self.is_headed = self.name is not None and known()["name_heads"].search(self.name[2]) is not None
        self.end = max((begin + len(text) for begin, text, _ in cells), default=start)


def find_people(body: Body, rows: Iterable[Row], numbers: Iterable[Hit]) -> Iterator[Hit]:
    """Addresses and illnesses beside names, and tables in which names stand beside numbers."""
    placed = sorted((hit for hit in numbers if hit.rule in _NUMBERS), key=lambda hit: hit.start)
    starts = [hit.start for hit in placed]
    listed: defaultdict[int, list[_Entry]] = defaultdict(list)
    for entry in _entries(body, rows):
        if entry.name is None:
            continue
        yield from _addresses(entry)
        yield from _conditions(entry)
        if any(entry.start <= start < entry.end for start in _between(starts, entry.start, entry.end)):
            listed[entry.table].append(entry)
    for entries in listed.values():
        if len(entries) >= LEAST_ROWS:
            begin, text, _ = entries[0].name or (entries[0].start, "", "")
            yield Hit(
                "list-of-people", begin, begin + len(text), masks.person(text), False, details={"rows": len(entries)}
            )
    yield from _told(body)


def _between(starts: list[int], first: int, last: int) -> list[int]:
    return starts[bisect_left(starts, first) : bisect_left(starts, last)]


def _entries(body: Body, rows: Iterable[Row]) -> Iterator[_Entry]:
    taken = set()
    limit = len(body.starts)
    for row in rows:
        cells = [number for number in row.cells if number < limit]
        taken.update(cells)
        if len(cells) > 1:
            heads = row.heads or ("",) * len(cells)
            places = [(body.starts[number], body.passages[number].text) for number in cells]
            texts = [(*place, heads[column] if column < len(heads) else "") for column, place in enumerate(places)]
            yield _Entry(min(start for start, _ in places), texts, row.table)
    heads_of_lines: list[str] = []
    for number, start in enumerate(body.starts):
        passage = body.passages[number]
        if number in taken or passage.cell or len(passage.text) > 200:
            continue
        columns = words(passage.text)
        if len(columns) < 2:
            continue
        if any(known()["name_heads"].fullmatch(word) for word in columns):
            heads_of_lines = columns
            continue
        cells_of_line, position = [], 0
        for column, word in enumerate(columns):
            position = passage.text.index(word, position)
            head = heads_of_lines[column] if len(heads_of_lines) == len(columns) else ""
            cells_of_line.append((start + position, word, head))
            position += len(word)
        yield _Entry(start, cells_of_line, -1)


def _addresses(entry: _Entry) -> Iterator[Hit]:
    """Of a list of firms the address is public: only rows that name nobody but people."""
    if any(known()["organisation"].search(text) and not _room(text) for _, text, _ in entry.cells):
        return
    for begin, text, head in entry.cells:
        if head and known()["organisation"].search(head):
            continue
        plain = folded(text)
        room = known()["room"].search(plain)
        under_head = bool(head and known()["address_heads"].search(head))
        door = known()["door"].search(plain) if under_head or entry.is_headed else None
        places = [found.start() for found in (room, door) if found is not None]
        if not places or len(text) > _LONGEST or not re.search("[\u4e00-\u9fff]{2}", text):
            continue
        mask = masks.address(text, min(places))
        yield Hit("home-address", begin, begin + len(text), mask, severity="error" if under_head else None)


def _room(text: str) -> bool:
    return known()["room"].search(folded(text)) is not None


def _conditions(entry: _Entry) -> Iterator[Hit]:
    """Only where a head says that the names are names: places and wards are named in much the same way."""
    if not entry.is_headed:
        return
    for begin, text, head in entry.cells:
        if not text.strip() or (begin, text, head) == entry.name:
            continue
        for rule, word in (("health", known()["health"]), ("minor", known()["minors"])):
            if word.search(head) or (len(text) <= 20 and word.search(text)):
                yield Hit(rule, begin, begin + len(text), "*" * min(len(text), 4), False)
                break


def _told(body: Body) -> Iterator[Hit]:
    """A person told of in prose with their sex, and an illness in the same sentence."""
    for match in _PERSON.finditer(body.folded):
        name = match[1]
        if not is_name(name):
            continue
        stop = min((place for mark in _SENTENCE_END if (place := body.folded.find(mark, match.end())) >= 0),
                   default=len(body.folded))  # fmt: skip
        sentence = body.folded[match.end() : min(stop, match.end() + 200)]
        for rule, word in (("health", known()["health"]), ("minor", known()["minors"])):
            if found := word.search(sentence):
                start = match.end() + found.start()
                yield Hit(rule, start, match.end() + found.end(), None, False)
                yield Hit("person-told", match.start(1), match.end(1), masks.person(name))
                break

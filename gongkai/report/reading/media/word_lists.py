"""The list tables of a Word 97–2003 document: what an automatic number looks like ([MS-DOC] PlfLst, PlfLfo)."""

from __future__ import annotations

import struct

from gongkai.report.reading.media.numbering import MAX_LEVELS, Level, NumberedList

_FC_LISTS, _FC_OVERRIDES = 0x2E2, 0x2EA
_NUMBER_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "decimal",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


def read_lists(word: bytes, table: bytes) -> dict[int, NumberedList]:
    """Numbered lists by the number paragraphs refer to them with; none where the tables are damaged."""
    try:
        return _definitions(word, table)
    except (struct.error, IndexError):
        return {}


def _definitions(word: bytes, table: bytes) -> dict[int, NumberedList]:
    begin, size = struct.unpack_from("<II", word, _FC_LISTS)
    if size < 2:
        return {}
    (count,) = struct.unpack_from("<H", table, begin)
    at = begin + 2 + 28 * count
    definitions: dict[int, dict[int, Level]] = {}
    for i in range(count):
        (identity,) = struct.unpack_from("<I", table, begin + 2 + 28 * i)
        simple = table[begin + 2 + 28 * i + 26] & 1
        levels: dict[int, Level] = {}
        for depth in range(1 if simple else MAX_LEVELS):
            levels[depth], at = _level(table, at)
        definitions[identity] = levels
    return _overrides(word, table, definitions)


def _overrides(word: bytes, table: bytes, definitions: dict[int, dict[int, Level]]) -> dict[int, NumberedList]:
    begin, _ = struct.unpack_from("<II", word, _FC_OVERRIDES)
    (count,) = struct.unpack_from("<I", table, begin)
    lists: dict[int, NumberedList] = {}
    at = begin + 4 + 16 * count
    for i in range(min(count, 0x7FE)):
        identity, _, _, changes = struct.unpack_from("<IIIB", table, begin + 4 + 16 * i)
        numbered = NumberedList(str(identity), dict(definitions.get(identity, {})))
        lists[i + 1] = numbered
        at += 4
        for _ in range(min(changes, MAX_LEVELS)):
            start, flags = struct.unpack_from("<iI", table, at)
            at += 8
            depth = flags & 0xF
            if flags & 0x20:
                numbered.levels[depth], at = _level(table, at)
                start = numbered.levels[depth].start
            if flags & 0x10:
                numbered.restarts[depth] = max(0, min(start, 999_999))
    return lists


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """One level of a list, and where the next one begins."""
    start, kind, info = struct.unpack_from("<iBB", table, at)
    characters, paragraphs = struct.unpack_from("<BB", table, at + 24)
    at += 28 + characters + paragraphs
    (length,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")[:100]
    pattern = "".join(f"%{ord(c) + 1}" if ord(c) < MAX_LEVELS else c for c in text)
    level = Level(_NUMBER_FORMATS.get(kind, "decimal"), pattern, max(0, min(start, 999_999)), bool(info & 4))
    return level, at + 2 + 2 * length

"""Which words of the form a text is: rows, column heads, captions and group labels, however they are printed.

Texts are compared *squashed*: half-width digits, simplified characters, mainland terms, no white space and no
punctuation. An exact match against every official and known wording comes first; :func:`guess_row` finds damaged
labels (lost or clipped characters) and is asked only where numbers stand beside a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.report.editions import editions, load_edition

ROW, GROUP, HEAD, CAPTION, NOTE = "row", "group", "head", "caption", "note"

# Traditional → simplified, for the characters of the form and of a report's headings.
_PAIRS = (
    "萬万業业個个爲为為为舉举鄉乡於于億亿會会體体餘余關关內内決决況况減减製制辦办務务動动區区單单廳厅縣县發发後后員员國国圖图處处覆复複复復复"
    "審审對对屬属廢废開开強强當当錄录總总執执護护報报據据數数無无機机權权條条構构沒没現现確确祕秘穩稳類类繫系係系糾纠納纳組组織织經经結结"
    "統统繼继續续維维編编繳缴罰罚聯联範范獲获補补規规計计認认議议許许訟讼訪访訴诉詢询説说說说請请讀读購购費费轉转過过這这進进採采鎮镇問问"
    "項项預预題题額额專专資资訊讯檔档註注與与實实應应該该門门網网戶户學学農农鐵铁銀银團团島岛灣湾濟济寧宁廣广東东遼辽龍龙寶宝嶺岭陽阳陰阴"
    "雲云賓宾長长質质節节變变興兴華华衛卫藥药監监場场環环設设財财稅税歷历濱滨漢汉瀋沈莊庄園园臺台閩闽貴贵遠远連连鄭郑錦锦紅红麗丽黃黄齊齐"
    "劃划勞劳協协參参啓启啟启嚴严圍围塊块夠够層层師师幾几庫库從从徵征態态慮虑擇择擔担據据擬拟擴扩換换傳传優优價价儘尽僅仅傷伤備备創创劑剂"
)
_SIMPLIFIED = {ord(a): b for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_TRADITIONAL = re.compile(f"[{_PAIRS[::2]}]")
"""Few texts have any of them, and to look is cheaper than to translate."""
LONGEST_LABEL = 160
_TERMS = (("资讯", "信息"), ("专案", "项目"), ("档案", "文件"), ("讯息", "信息"))
_SQUASH: dict[int, str | None] = dict(_SIMPLIFIED)
for _code in (
    *range(0x20, 0x100),
    *range(0x2000, 0x2070),
    *range(0x2460, 0x24FF),
    *range(0x3000, 0x3030),
    *range(0xFE10, 0xFE70),
    *range(0xFF00, 0xFFEF),
):
    _char = unicodedata.normalize("NFKC", chr(_code))
    _kept = "".join(c for c in _char if c.isalnum())
    if _kept != chr(_code):
        _SQUASH[_code] = _kept or None
for _code in (*range(0x20), 0x7C, 0xFEFF, *range(0x200B, 0x2010), 0x2060, 0xAD, 0x25CF, 0x25A0, 0x25A1, 0xB7):
    _SQUASH[_code] = None
_SQUASH[ord("〇")] = "0"
del _code, _char, _kept


def simplified(text: str) -> str:
    """``text`` in simplified characters, one for one, so that positions stay."""
    return text.translate(_SIMPLIFIED) if _TRADITIONAL.search(text) is not None else text


_squashed: dict[str, str] = {}


def squash(text: str) -> str:
    """``text`` as labels are compared: ``"（二） 部分公開"`` and ``"(二)部分公开"`` are both ``"二部分公开"``."""
    result = _squashed.get(text)
    if result is None:
        result = _in_our_terms(text.translate(_SQUASH))
        if len(_squashed) < 8192 and len(text) <= LONGEST_LABEL:
            _squashed[text] = result
    return result


def squash_joined(texts: Sequence[str]) -> str:
    """:func:`squash` of pieces of text that stand one behind the other."""
    return _in_our_terms("".join(map(squash, texts)))


def _in_our_terms(text: str) -> str:
    for taiwan, mainland in _TERMS:
        if taiwan in text:
            text = text.replace(taiwan, mainland)
    return text


@dataclass(frozen=True, slots=True)
class Label:
    """``ids`` are row ids for a row, else empty; ``name`` is the official wording."""

    kind: str
    name: str
    row: str = ""


NUMBERING = re.compile(r"^[0-9一二三四五六七八九十]{1,2}(?=\D)")
_NUMERALS = frozenset("0123456789一二三四五六七八九十abcdefghijklmnopqrstuvwxyz")
_MOSTNUMBERING = 6
LAST_NUMBER = 8
"""The highest number that stands before a row's label in the form."""
NOTE_START = re.compile(
    r"^(\s*[（(]?\s*[0-9０-９一二三四五六七八九十]{0,2}\s*[）)、.．,，:：]?[^（(\[【〔注]{2,}?)\s*(?:[（(\[【〔]|注[:：])"
)
_INNER_NUMBER = re.compile(r"\D([1-8１-８]\s*[.．、][^\d０-９].{2,})$", re.DOTALL)


@cache
def _index() -> dict[str, Label]:
    index: dict[str, Label] = {}

    def add(text: str, label: Label) -> None:
        index.setdefault(squash(text), label)

    for text in ("信息内容", "申请人情况", "法人或其他组织", "类别", "项目", "内容", "申请人类别", "申请人类型"):
        add(text, Label(NOTE, text))
    for edition in editions():
        for table in edition.tables:
            if table.note:
                add(table.note, Label(NOTE, table.note))
            for block in table.blocks:
                if block.caption:
                    item = block.caption[5]
                    for text in (
                        block.caption,
                        block.caption.replace("第（", "（"),
                        f"第二十条（{item}）",
                        f"条例{block.caption}",
                    ):
                        add(text, Label(CAPTION, block.caption))
                for row in block.rows:
                    if table.id == "remedies":
                        for part in row.label:
                            add(part, Label(HEAD, part))
                        continue
                    own = Label(ROW, row.label[-1], row.id)
                    for text in (row.label[-1], *row.known):
                        add(text, own)
                        for start in range(len(row.label) - 1):
                            add("".join(row.label[start:-1]) + text, own)
                        bare = NUMBERING.sub("", squash(text))
                        if bare not in ("其他", "其它", "总计", "合计", ""):
                            add(bare, own)
                for row in block.rows:
                    if table.id != "remedies":
                        for depth in range(1, len(row.label)):
                            group = row.label[depth - 1]
                            for text in (group, "".join(row.label[:depth])):
                                add(text, Label(GROUP, group))
                                add(NUMBERING.sub("", squash(text)), Label(GROUP, group))
                for column in block.columns:
                    for text in (column.label, *column.known, *column.group):
                        add(text, Label(HEAD, column.label))
    return index


_labels: dict[str, Label | None] = {}


def find_label(text: str) -> Label | None:
    """The label ``text`` is, exactly or with a bracketed note behind it; None for anything else."""
    try:
        return _labels[text]
    except KeyError:
        pass
    label = _find(text)
    if len(_labels) < 8192 and len(text) <= LONGEST_LABEL:
        _labels[text] = label
    return label


def _find(text: str) -> Label | None:
    if not text or len(text) > 4 * LONGEST_LABEL:
        return None
    index = _index()
    squashed = squash(text)
    label = index.get(squashed)
    if label is None and (match := NOTE_START.match(text)):
        label = index.get(squash(match[1])) or _numbered_anew(squash(match[1]))
    if (label is None or label.kind == GROUP) and len(text) <= LONGEST_LABEL and (inner := inner_label(text)):
        # The group's label stands before the row's own, or the next row's label begins behind it.
        rows = (row for row in (index.get(squash(inner[0])), _find(inner[1])) if row is not None and row.kind == ROW)
        label = next(rows, None)
    return label or _numbered_anew(squashed)


def _numbered_anew(squashed: str) -> Label | None:
    """A row of 表三, or 其他 and 总计, behind other numbers than the form's: automatic ones, or those of all rows."""
    index = _index()
    for start in range(1, min(len(squashed), _MOSTNUMBERING) + 1):
        if squashed[start - 1] not in _NUMERALS:
            return None
        label = index.get(squashed[start:])
        if label is not None and (label.row.startswith("requests.") or label.name in ("其他", "总计")):
            return label
    return None


def exact_row(text: str) -> str:
    """The row whose whole label ``text`` is, white space, brackets and characters' forms apart; "" for none."""
    label = _index().get(squash(text)) if len(text) <= LONGEST_LABEL else None
    return label.row if label is not None and label.kind == ROW else ""


@lru_cache(2048)
def inner_label(text: str) -> tuple[str, str] | None:
    """What stands before and from a number that begins a label inside ``text``."""
    match = _INNER_NUMBER.search(text)
    return (text[: match.start(1)], match[1]) if match else None


def within_label(row: str, text: str) -> bool:
    """``text`` is a piece of the row's own label."""
    piece = squash(text)
    return len(piece) >= 2 and piece in _own_label(row)


@cache
def _own_label(row: str) -> str:
    edition = load_edition("2021" if row in load_edition("2021").rows else "2019")
    return squash(edition.rows[row].label[-1])

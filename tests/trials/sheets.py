"""The form's tables as grids with row- and colspans, for every medium that has real tables."""

from __future__ import annotations

from dataclasses import dataclass

from tests.trials.damage import Style
from tests.trials.report import Block, Form, Row


@dataclass
class Box:
    """A cell where it begins; ``kind`` is head, label or value."""

    text: str
    col: int
    colspan: int = 1
    rowspan: int = 1
    kind: str = "label"


Sheet = list[list[Box]]

REMEDY_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def disclosure(form: Form) -> list[Sheet]:
    """One sheet per block of 表二, four columns wide each."""
    return [_block(block, form) for block in form.blocks]


def joined(sheets: list[Sheet]) -> Sheet:
    """Sheets one under the other as one table."""
    return [row for sheet in sheets for row in sheet]


def _block(block: Block, form: Form) -> Sheet:
    sheet = [[Box(block.caption, 0, 4, kind="head")]]
    sheet.append(_across([form.words("信息内容"), *block.heads], "head"))
    sheet += [_across([row.path[-1], *(value.text for value in row.values)], "value") for row in block.rows]
    return sheet


def _across(texts: list[str], kind: str) -> list[Box]:
    boxes = [Box(text, col, kind=kind if col or kind == "head" else "label") for col, text in enumerate(texts)]
    boxes[-1].colspan = 4 - boxes[-1].col
    return boxes


def requests(form: Form, style: Style, rows: list[Row] | None = None, heads: bool = True) -> Sheet:
    """表三, ten columns wide; ``rows`` and ``heads`` give a page's part of it."""
    w = form.words
    rows = form.requests if rows is None else rows
    sheet: Sheet = []
    if heads:
        kinds = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
        sheet = [
            [Box(form.note, 0, 3, 3, "head"), Box(w("申请人情况"), 3, 7, 1, "head")],
            [
                Box(w("自然人"), 3, 1, 2, "head"),
                Box(w("法人或其他组织"), 4, 5, 1, "head"),
                Box(w("总计"), 9, 1, 2, "head"),
            ],
            [Box(w(kind), 4 + i, kind="head") for i, kind in enumerate(kinds)],
        ]
    for index, row in enumerate(rows):
        boxes = []
        for depth, label in enumerate(row.path):
            own = depth == len(row.path) - 1
            if own:
                boxes.append(Box(label, depth, 3 - depth))
                continue
            key = row.path[: depth + 1]
            if style.groups == "repeated":
                boxes.append(Box(label, depth))
            elif index == 0 or rows[index - 1].path[: depth + 1] != key:
                span = 1
                while index + span < len(rows) and rows[index + span].path[: depth + 1] == key:
                    span += 1
                boxes.append(Box("" if style.groups == "vanished" else label, depth, 1, span))
        boxes += [Box(value.text, 3 + i, kind="value") for i, value in enumerate(row.values)]
        sheet.append(boxes)
    return sheet


def remedies(form: Form) -> Sheet:
    """表四, fifteen columns wide."""
    w = form.words
    five = [w(head) for head in REMEDY_HEADS]
    return [
        [Box(w("行政复议"), 0, 5, 1, "head"), Box(w("行政诉讼"), 5, 10, 1, "head")],
        [
            *(Box(text, i, 1, 2, "head") for i, text in enumerate(five)),
            Box(w("未经复议直接起诉"), 5, 5, 1, "head"),
            Box(w("复议后起诉"), 10, 5, 1, "head"),
        ],
        [Box(text, 5 + i, kind="head") for i, text in enumerate(five * 2)],
        [Box(value.text, i, kind="value") for i, value in enumerate(form.remedies)],
    ]


def filled(sheet: Sheet, width: int) -> list[list[str]]:
    """Every place of the grid as text, "" where a cell only reaches to; a row that lacks a value ends early."""
    grid = []
    for row in sheet:
        texts = [""] * width
        for box in row:
            texts[box.col] = box.text
        if row and row[-1].kind == "value":
            del texts[row[-1].col + row[-1].colspan :]
        grid.append(texts)
    return grid

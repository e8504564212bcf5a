"""Printers of plain text, as saved from web pages, taken from PDF or typed as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.trials import sheets
from tests.trials.damage import Style, prose_text
from tests.trials.prose import HEADINGS
from tests.trials.report import Made, Row, label_cells

Rows = list[list[str]]
"""A table as the lines of each of its rows."""

Tables = dict[str, Rows]


def encode(text: str, style: Style) -> bytes:
    encoding = style.encoding
    if encoding == "utf-16-le-bom":
        return b"\xff\xfe" + text.encode("utf-16-le")
    if encoding == "utf-16-be-bom":
        return b"\xfe\xff" + text.encode("utf-16-be")
    return text.encode("gb18030" if encoding == "gbk" else encoding)


def page(
    made: Made,
    rng: Random,
    tables: Tables,
    *,
    bare_numbers: bool = True,
    gap: str = "\n",
    indent: str = "",
    rows_gap: str = "",
) -> str:
    """The whole text: prose around the tables' lines. ``rows_gap`` stands between rows, ``gap`` between paragraphs."""
    text, style = made.prose, made.style
    lines: list[str] = []
    if style.chrome:
        lines += _above(made, rng)
    lines += [*text.titles, "", *text.opening]
    names = {"二": "disclosure", "三": "requests", "四": "remedies"}
    for numeral in HEADINGS:
        lines += ["", made.heading(numeral), *(indent + line for line in text.sections[numeral])]
        if numeral in names:
            name = names[numeral]
            rows = _numbered(tables[name], rng, bare_numbers) if style.page_numbers else tables[name]
            for row in rows:
                lines += row
                if rows_gap:
                    lines.append("")
            lines += ["", *made.form.after.get(name, [])]
    lines += ["", *(f"{indent * 6}{line}" for line in text.signature)]
    if style.page_numbers:
        lines.append(str(rng.randint(5, 14)))
    if style.chrome:
        lines += _below(made, rng)
    return gap.join(lines) + "\n"


def _above(made: Made, rng: Random) -> list[str]:
    year = made.prose.year
    lines = [
        "首页 > 政府信息公开 > 政府信息公开年报 > 正文",
        f"索引号：{rng.randint(10000, 99999)}/{year + 1}-{rng.randint(100, 999)}  浏览次数：{rng.randint(2, 999)}",
        f"发布时间：{year + 1}-01-20 09:30  来源：演示网",
    ]
    if rng.random() < 0.5:
        lines += ["目录", *(f"{numeral}、{label}" for numeral, label in HEADINGS.items()), ""]
    return [prose_text(line, made.style) for line in lines]


def _below(made: Made, rng: Random) -> list[str]:
    lines = [
        "分享到：",
        "[收藏] [打印] [关闭]",
        f"附件：{made.prose.year}年政府信息公开工作年度报告.docx",
        "上一篇：政府信息公开指南",
    ]
    return [prose_text(line, made.style) for line in lines]


def _numbered(rows: Rows, rng: Random, bare: bool) -> Rows:
    """Page numbers between rows, as copied from a document."""
    result: Rows = []
    for row in rows:
        result.append(row)
        if rng.random() < 0.05:
            n = rng.randint(2, 9)
            result.append([rng.choice((f"- {n} -", f"—{n}—", f"第{n}页 共{n + 5}页", *((str(n),) if bare else ())))])
    return result


def _values(row: Row) -> list[str]:
    return [value.text for value in row.values]


# --- tab-joined rows ------------------------------------------------------------------------------


def tabs_grid(made: Made, rng: Random) -> bytes:
    """Every row with all the columns of the form, the cells that others reach over empty (as 004)."""

    def lines(sheet: sheets.Sheet, width: int) -> Rows:
        return [["\t".join(row)] for row in sheets.filled(sheet, width)]

    tables = {
        "disclosure": lines(sheets.joined(sheets.disclosure(made.form)), 4),
        "requests": lines(sheets.requests(made.form, made.style), 10),
        "remedies": lines(sheets.remedies(made.form), 15),
    }
    return encode(page(made, rng, tables), made.style)


def tabs_ragged(made: Made, rng: Random) -> bytes:
    """Tab-joined rows whose leading and trailing cells vary with nesting and after a page break (as 000)."""

    def tail() -> str:
        return "\t" * rng.randint(0, 2)

    disclosure: Rows = []
    for sheet in sheets.disclosure(made.form):
        disclosure += [["\t".join(box.text for box in row) + "\t" * rng.randint(0, 3)] for row in sheet]
    head, *data = _request_lines(made, rng, lambda cells: "\t".join(cells) + tail())
    return encode(
        page(made, rng, {"disclosure": disclosure, "requests": [head, *data], "remedies": _remedy_tabs(made, rng)}),
        made.style,
    )


def _request_lines(made: Made, rng: Random, join: Callable[[list[str]], str]) -> Rows:
    w = made.form.words
    kinds = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    result: Rows = [
        [
            "\t".join([made.form.note, "", w("申请人情况"), *[""] * 6, w("总计"), "", ""]),
            "\t".join(["", "", w("自然人"), w("法人或其他组织"), *[""] * 7]),
            "\t".join(["", "", "", *(w(kind) for kind in kinds), *[""] * 3]),
        ]
    ]
    shifted = rng.randrange(8, 20) if made.style.shift else 99
    extra = rng.randint(0, 2)
    for number, (row, labels) in enumerate(label_cells(made.form.requests, made.style)):
        cells = [label for label in labels if label is not None]
        if number >= shifted and len(cells) > 1 and not cells[0]:
            cells = cells[1:]
        result.append([join([*cells, *[""] * (extra if len(cells) < 3 else extra // 2), *_values(row)])])
    return result


def _remedy_tabs(made: Made, rng: Random) -> Rows:
    w = made.form.words
    five = [w(head) for head in sheets.REMEDY_HEADS]
    if rng.random() < 0.5:
        return [["\t".join(row)] for row in sheets.filled(sheets.remedies(made.form), 15)]
    return [
        ["\t".join([w("行政复议"), *[""] * 3, w("行政诉讼"), "", "", ""])],
        ["\t".join([*five, w("未经复议直接起诉"), *[""] * 4, w("复议后起诉"), *[""] * 4])],
        ["\t".join([*[""] * 5, *five, *five])],
        ["\t".join(value.text for value in made.form.remedies)],
    ]


# --- one cell per line ----------------------------------------------------------------------------


def _cell_rows(made: Made, rng: Random, breaks: float = 0.0) -> dict[str, list[list[str]]]:
    """The tables as rows of cell texts, labels broken over lines with the chance ``breaks``."""

    def broken(text: str) -> str:
        if len(text) > 3 and rng.random() < breaks:
            place = rng.randrange(2, len(text) - 1)
            return text[:place] + rng.choice(("\n", "\n\n")) + text[place:]
        return text

    def head(sheet: sheets.Sheet) -> list[list[str]]:
        return [[broken(box.text) if box.kind != "value" else box.text for box in row] for row in sheet]

    requests = head(sheets.requests(made.form, made.style, []))
    requests = [requests[0], ["", *requests[1]], ["", "", *requests[2], ""]]
    for row, labels in label_cells(made.form.requests, made.style):
        requests.append([*(broken(label) for label in labels if label is not None), *_values(row)])
    remedies = head(sheets.remedies(made.form))
    remedies[2] = [*[""] * 5, *remedies[2]]
    disclosure = [row for sheet in sheets.disclosure(made.form) for row in head(sheet)]
    return {"disclosure": disclosure, "requests": requests, "remedies": remedies}


def cell_per_tab_line(made: Made, rng: Random) -> bytes:
    """One cell per line behind a tab, a blank line between rows (as 001 and 003), labels broken over lines."""
    tables = {
        name: [["\t" + cell for cell in row] + [""] for row in rows]
        for name, rows in _cell_rows(made, rng, 0.15).items()
    }
    return encode(page(made, rng, tables, bare_numbers=False), made.style)


def _cell_lines(made: Made, rng: Random, join: str, indent: str = "") -> bytes:
    tables = {
        name: [[(indent + cell) for cell in row if cell.strip(" \xa0\u3000")] for row in rows]
        for name, rows in _cell_rows(made, rng).items()
    }
    return encode(page(made, rng, tables, bare_numbers=False, gap=join, indent=indent), made.style)


def cell_per_line_spaced(made: Made, rng: Random) -> bytes:
    """One cell per line and a blank line after each (as 002)."""
    return _cell_lines(made, rng, "\n\n")


def cell_per_line(made: Made, rng: Random) -> bytes:
    """One cell per line, nothing between."""
    return _cell_lines(made, rng, "\n")


def cell_per_line_indented(made: Made, rng: Random) -> bytes:
    """One cell per line, each indented."""
    return _cell_lines(made, rng, rng.choice(("\n", "\n\n")), rng.choice(("    ", "　　", "\t\t", "  ")))


def printed_once(made: Made, rng: Random) -> bytes:
    """One cell per line, and each distinct line of the page only once."""
    tables = {
        name: [[cell for cell in row if cell.strip()] for row in rows] for name, rows in _cell_rows(made, rng).items()
    }
    lines = page(made, rng, tables, bare_numbers=False).split("\n")
    return encode("\n".join(dict.fromkeys(lines)), made.style)


# --- bars -----------------------------------------------------------------------------------------


def _bar_rows(made: Made, rng: Random) -> dict[str, list[list[str]]]:
    """Rows of cells for bars: labels as many as are printed, then the values."""
    rows = _cell_rows(made, rng)
    requests = rows["requests"][:3]
    for row, labels in label_cells(made.form.requests, made.style):
        requests.append([*(label for label in labels if label is not None), *_values(row)])
    return rows | {"requests": requests}


def bars(made: Made, rng: Random) -> bytes:
    """``a | b | c |``"""
    tables = {name: [[" | ".join(row) + " |"] for row in rows] for name, rows in _bar_rows(made, rng).items()}
    return encode(page(made, rng, tables), made.style)


def bars_first(made: Made, rng: Random) -> bytes:
    """``| a | b | c``"""
    tables = {name: [["| " + " | ".join(row)] for row in rows] for name, rows in _bar_rows(made, rng).items()}
    return encode(page(made, rng, tables), made.style)


def markdown(made: Made, rng: Random) -> bytes:
    """Markdown: headings, pipe tables with a separator line, each block of 表二 its own."""

    def table(rows: list[list[str]]) -> Rows:
        lines = [["| " + " | ".join(cell.replace("\n", " ") for cell in row) + " |"] for row in rows]
        lines.insert(1, ["|" + "|".join([rng.choice((" --- ", "---", ":---:"))] * len(rows[0])) + "|"])
        return [*lines, [""]]

    form = made.form
    disclosure: Rows = []
    for sheet in sheets.disclosure(form):
        disclosure += table(sheets.filled(sheet, 4))
    tables = {
        "disclosure": disclosure,
        "requests": table(sheets.filled(sheets.requests(form, made.style), 10)),
        "remedies": table(sheets.filled(sheets.remedies(form), 15)),
    }
    text = page(made, rng, tables, bare_numbers=False)
    for numeral in HEADINGS:
        text = text.replace("\n" + made.heading(numeral), "\n## " + made.heading(numeral))
    return encode(text, made.style)


def bars_alone(made: Made, rng: Random) -> bytes:
    """Each cell on a line, and a line with only a bar after each."""
    tables: Tables = {}
    for name, rows in _bar_rows(made, rng).items():
        tables[name] = [[line for cell in row for line in (cell, "|")] for row in rows]
    return encode(page(made, rng, tables, bare_numbers=False), made.style)


def cell_and_bar(made: Made, rng: Random) -> bytes:
    """One cell and a bar per line."""
    first = rng.random() < 0.3
    tables = {
        name: [[(f"| {cell}" if first else f"{cell} |") for cell in row] + [""] for row in rows]
        for name, rows in _bar_rows(made, rng).items()
    }
    return encode(page(made, rng, tables, bare_numbers=False), made.style)


# --- spaces ---------------------------------------------------------------------------------------


def _spaced(made: Made, rng: Random, space: Callable[[], str]) -> bytes:
    tables: Tables = {}
    for name, rows in _bar_rows(made, rng).items():
        tables[name] = [["".join(cell + space() for cell in row if cell.strip()).rstrip()] for row in rows]
    return encode(page(made, rng, tables), made.style)


def spaces_one(made: Made, rng: Random) -> bytes:
    """Cells separated by one space."""
    return _spaced(made, rng, lambda: " ")


def spaces_many(made: Made, rng: Random) -> bytes:
    """Cells separated by two to nine spaces."""
    return _spaced(made, rng, lambda: " " * rng.randint(2, 9))


def spaces_ideographic(made: Made, rng: Random) -> bytes:
    """Cells separated by ideographic spaces."""
    return _spaced(made, rng, lambda: "\u3000" * rng.randint(1, 3))


def run_together(made: Made, rng: Random) -> bytes:
    """A row's cells with nothing between (``规章000``)."""
    tables = {name: [["".join(row)] for row in rows if any(row)] for name, rows in _bar_rows(made, rng).items()}
    return encode(page(made, rng, tables), made.style)


# --- text taken from a PDF ------------------------------------------------------------------------


def pdf_text(made: Made, rng: Random) -> bytes:
    """Vertical heads one character a line, labels broken with the numbers on the next line or in the middle."""
    w = made.form.words
    vertical = list(w("三、本年度办理结果"))
    rng.shuffle(vertical) if rng.random() < 0.2 else None
    requests: Rows = [
        [made.form.note, w("申请人情况")],
        [
            f"{w('自然')} {w('法人或其他组织')} {w('总计')}",
            f"{w('人')} {w('商业')} {w('科研')} {w('社会公益')} {w('法律服务')} {w('其他')}",
        ],
        [f"{w('企业')} {w('机构')} {w('组织')} {w('机构')}"],
    ]
    beside = rng.random() < 0.3
    for row, labels in label_cells(made.form.requests, made.style):
        group, label = (labels[1] or "", labels[2]) if labels[2] is not None else ("", labels[1] or labels[0] or "")
        lines = [group] if group else []
        if len(row.path) > 1 and vertical and rng.random() < 0.7:
            lines += [vertical.pop(0)]
        numbers = " ".join(value.text for value in row.values if value.text.strip())
        lines += _broken_row(label, numbers, rng)
        if beside and len(row.path) == 3 and vertical and len(lines) == 1:
            lines[0] = f"{vertical.pop(0)} {lines[0]}"
        requests.append(lines)
    disclosure: Rows = []
    for block in made.form.blocks:
        disclosure += [[block.caption], [" ".join([w("信息内容"), *block.heads])]]
        for row in block.rows:
            numbers = " ".join(value.text for value in row.values if value.text.strip())
            disclosure.append(_broken_row(row.path[-1], numbers, rng))
    five = [w(head) for head in sheets.REMEDY_HEADS]
    top, bottom = " ".join(t[:2] for t in five), " ".join(t[2:] for t in five[:-1])
    remedies: Rows = [
        [f"{w('行政复议')} {w('行政诉讼')}"],
        [f"{w('未经复议直接起诉')} {w('复议后起诉')}"],
        [f"{top} {top} {top}", f"{bottom} {bottom} {bottom}"],
        [" ".join(value.text for value in made.form.remedies if value.text.strip())],
    ]
    return encode(page(made, rng, {"disclosure": disclosure, "requests": requests, "remedies": remedies}), made.style)


def _broken_row(label: str, numbers: str, rng: Random) -> list[str]:
    if len(label) < 9 or rng.random() < 0.5:
        return [f"{label} {numbers}".rstrip()]
    place = rng.randrange(5, len(label) - 2)
    head, rest = label[:place], label[place:]
    return rng.choice(
        (
            [head, f"{rest} {numbers}".rstrip()],
            [f"{head} {numbers}".rstrip(), rest],
            [head, numbers, rest],
            [head, rest, numbers],
        )
    )

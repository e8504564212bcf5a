# ruff: noqa: E501  (Chinese sentences and labels, a line each)
"""Printers of web pages: the official form with spans, and what editors, Word and page builders make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from random import Random

from tests.trials import sheets
from tests.trials.damage import NBSP, prose_text
from tests.trials.layouts.text import encode
from tests.trials.prose import HEADINGS
from tests.trials.report import Made
from tests.trials.sheets import Box, Sheet

NAMES = {"二": "disclosure", "三": "requests", "四": "remedies"}
Cell = Callable[[Box], str]


def _text(text: str) -> str:
    return escape(text, quote=False).replace(NBSP, "&nbsp;").replace("\n", "<br>")


def cell(box: Box, inner: str | None = None, attributes: str = "") -> str:
    spans = (f' colspan="{box.colspan}"' if box.colspan > 1 else "") + (
        f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    )
    return f"<td{spans}{attributes}>{_text(box.text) if inner is None else inner}</td>"


def table(sheet: Sheet, one: Cell = cell, attributes: str = ' border="1" cellspacing="0"') -> str:
    rows = "\n".join("<tr>" + "".join(one(box) for box in row) + "</tr>" for row in sheet)
    return f"<table{attributes}><tbody>\n{rows}\n</tbody></table>"


def sections(made: Made, tables: dict[str, str], paragraph: Callable[[str], str] | None = None) -> str:
    """Title, prose and tables as the body of a page."""
    p = paragraph or (lambda text: f"<p>{_text(text)}</p>")
    parts = [f'<h1 class="title">{_text(line)}</h1>' for line in made.prose.titles[:1]]
    parts += [p(line) for line in (*made.prose.titles[1:], *made.prose.opening)]
    for numeral in HEADINGS:
        parts += [p(made.heading(numeral)), *(p(line) for line in made.prose.sections[numeral])]
        if numeral in NAMES:
            parts += [tables[NAMES[numeral]], *(p(line) for line in made.form.after.get(NAMES[numeral], []))]
    parts += [f'<p style="text-align:right">{_text(line)}</p>' for line in made.prose.signature]
    return "\n".join(parts)


MENU = (
    "首页", "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开", "行政许可", "行政处罚", "行政强制",
    "行政事业性收费", "政府集中采购", "规章", "行政规范性文件", "总体情况", "主动公开政府信息情况", "其他需要报告的事项",
)  # fmt: skip


def whole(made: Made, rng: Random, body: str) -> bytes:
    """The page around the body: head, menus with the form's words, metadata, share buttons, links to other reports."""
    style, year = made.style, made.prose.year

    def w(text: str) -> str:
        return prose_text(text, style)

    declared = {"gb18030": "gb2312", "gbk": None, "utf-8": "utf-8", "utf-8-sig": "utf-8"}.get(style.encoding, "utf-16")
    meta = rng.choice(
        (f'<meta charset="{declared}">', f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">')
    )
    title = made.prose.titles[0] if made.prose.titles else w("政府信息公开年报")
    head = f"<head>{meta if declared else ''}<title>{_text(title)}_{w('演示市人民政府门户网站')}</title>"
    head += f'<meta name="keywords" content="{w("政府信息公开工作年度报告,行政许可,总计")}">'
    head += "<style>.nav li{float:left;width:120px}.t td{padding:4px 10px}</style>"
    head += '<script>var hits = 12345; document.write("<td>规章</td><td>99</td>");</script></head>'
    menu = "".join(f'<li><a href="/c{i}/">{w(name)}</a></li>' for i, name in enumerate(MENU))
    counts = "".join(f"<li>{w(name)} ({rng.randint(3, 400)})</li>" for name in MENU[6:13]) if style.chrome else ""
    info = f"{w('索引号')}：{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)} {w('发布日期')}：{year + 1}-01-25 {w('浏览次数')}：<span>{rng.randint(9, 9999)}</span>"
    metadata = f"<div class=info>{info}</div>"
    if style.chrome and rng.random() < 0.5:
        metadata = f"<table class=meta><tr><td>{w('索引号')}</td><td>{rng.randint(10000, 99999)}</td></tr><tr><td>{w('发文日期')}</td><td>{year + 1}-01-25</td></tr></table>"
    links = "".join(
        f"<li><a>{w(f'演示市样板局{y}年政府信息公开工作年度报告')}</a> <em>{y + 1}-01-20</em></li>"
        for y in range(year - 2, year)
    )
    foot = f"<div class=share>{w('分享到：')}<a>{w('微信')}</a><a>{w('微博')}</a> [{w('打印')}] [{w('关闭')}]</div>"
    foot += f"<ul class=related>{links}</ul><footer>ICP{w('备')}05000001{w('号')} {w('电话')}：0000-1234567</footer>"
    page = f"<!DOCTYPE html>\n<html>{head}<body><ul class=nav>{menu}{counts}</ul>{metadata}\n<div class=content>\n{body}\n</div>{foot}</body></html>"
    return encode(page, style)


def _blocks(made: Made, one: Cell = cell) -> str:
    return "\n".join(table(sheet, one) for sheet in sheets.disclosure(made.form))


def made_tables(made: Made, one: Cell = cell, split: bool = False) -> dict[str, str]:
    form = made.form
    return {
        "disclosure": _blocks(made, one) if split else table(sheets.joined(sheets.disclosure(form)), one),
        "requests": table(sheets.requests(form, made.style), one),
        "remedies": table(sheets.remedies(form), one),
    }


def official(made: Made, rng: Random) -> bytes:
    """The official form: one table for each section, row- and colspans."""
    return whole(made, rng, sections(made, made_tables(made)))


def blocks(made: Made, rng: Random) -> bytes:
    """Each block of 表二 a table of its own; heads as <th>."""

    def one(box: Box) -> str:
        return cell(box).replace("<td", "<th").replace("</td>", "</th>") if box.kind == "head" else cell(box)

    return whole(made, rng, sections(made, made_tables(made, one, split=True)))


def nested_layout(made: Made, rng: Random) -> bytes:
    """The whole page inside layout tables."""
    body = sections(made, made_tables(made))
    for _ in range(rng.randint(1, 4)):
        side = "".join(f"<tr><td>{prose_text(name, made.style)}</td></tr>" for name in MENU[:8])
        body = f'<table width="100%"><tr><td valign=top><table>{side}</table></td><td>{body}</td></tr></table>'
    return whole(made, rng, body)


def nested_cells(made: Made, rng: Random) -> bytes:
    """Tables inside the cells of an outer table: a block of 表二 each, 表三 and 表四 wrapped."""
    tables = made_tables(made)
    rows = "".join(f"<tr><td>{table(sheet)}</td></tr>" for sheet in sheets.disclosure(made.form))
    tables["disclosure"] = f"<table>{rows}</table>"
    tables["requests"] = f'<table><tr><td colspan="2">{tables["requests"]}</td></tr></table>'
    return whole(made, rng, sections(made, tables))


def page_break(made: Made, rng: Random) -> bytes:
    """表三 cut in two by a page break: two tables, the groups' labels printed again, now and then the heads."""
    form, style = made.form, made.style
    cut = rng.randrange(6, len(form.requests) - 3)
    first, second = form.requests[:cut], form.requests[cut:]
    again = rng.random() < 0.4
    parts = [table(sheets.requests(form, style, first)), table(sheets.requests(form, style, second, heads=again))]
    if style.shift:
        # after the break the groups' labels are gone, and the labels stand further left
        rows = [[Box(row.path[-1], 0), *(Box(v.text, 1) for v in row.values)] for row in second]
        parts[1] = table(rows)
    between = f"<p>- {rng.randint(2, 5)} -</p>" if style.page_numbers else ""
    tables = made_tables(made) | {"requests": between.join(parts)}
    return whole(made, rng, sections(made, tables))


def empty_heads(made: Made, rng: Random) -> bytes:
    """No rowspans: header and group cells stand once and are repeated as empty cells below."""
    form, style = made.form, made.style

    def unspanned(sheet: Sheet, width: int) -> str:
        grid = sheets.filled(sheet, width)
        return table([[Box(text, col) for col, text in enumerate(row)] for row in grid])

    tables = {
        "disclosure": unspanned(sheets.joined(sheets.disclosure(form)), 4),
        "requests": unspanned(sheets.requests(form, style), 10),
        "remedies": unspanned(sheets.remedies(form), 15),
    }
    return whole(made, rng, sections(made, tables))


FONT = (
    "font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:宋体;font-size:10.5pt;mso-font-kerning:0pt"
)


def _word_cell(weight: int) -> Cell:
    """Below 0 the bloat is lighter: -1 without fonts, -2 a short style, -3 no style at all."""
    filler = ";".join(f"mso-style-filler-{i}:0cm 5.4pt 0cm 5.4pt" for i in range(weight))
    style = f"width:48.2pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt;height:19.85pt;{filler}"
    style = {-3: "", -2: " style='width:48.2pt'"}.get(weight, f" style='{style}'")
    font = f" style='{FONT}'" if weight >= 0 else ""

    def one(box: Box) -> str:
        span = f"<span lang=EN-US{font}>" if box.kind == "value" else f"<span{font}>"
        inner = "".join(f"{span}{_text(part)}<o:p></o:p></span>" for part in _runs(box))
        return cell(box, f"<p class=MsoNormal align=center style='text-align:center'>{inner}</p>", style)

    return one


def _runs(box: Box) -> Sequence[str]:
    """Word cuts a text into runs wherever it likes."""
    return (box.text,) if len(box.text) < 4 else (box.text[:2], box.text[2:])


def word(made: Made, rng: Random, target: int | None = None) -> bytes:
    """Saved by Word, styles and all; ``target`` is a size in bytes to come near to."""
    weight = rng.randint(-3, 3)

    def print_with(weight: int, more: str = "") -> bytes:
        font = f"<span style='{FONT}'>" if weight >= 0 else "<span>"

        def paragraph(text: str) -> str:
            return f"<p class=MsoNormal>{font}{_text(text)}<o:p></o:p></span></p>"

        return whole(made, Random(0), sections(made, made_tables(made, _word_cell(weight)), paragraph) + more)

    if target is None:
        return print_with(weight)
    printed = [(len(print_with(weight)), weight) for weight in range(-3, 12)]
    size, weight = max((pair for pair in printed if pair[0] <= target), default=min(printed))
    item = '<li><a href="/art/2022/1/25/art_{0}.html" target="_blank">新闻动态第{0}条</a></li>'
    items = [item.format(number) for number in range(10_000, 10_000 + max(0, target - size) // len(item.encode()))]
    return print_with(weight, f"<ul>{''.join(items)}</ul>")


def breaks(made: Made, rng: Random) -> bytes:
    """<br> and paragraphs inside header and label cells, spans around digits."""

    def one(box: Box) -> str:
        text = box.text
        if box.kind == "value":
            return cell(box, f"<span>{_text(text)}</span>")
        if len(text) > 3 and rng.random() < 0.4:
            place = rng.randrange(2, len(text) - 1)
            mark = rng.choice(("<br>", "<br/>\n", "</p><p>", "\n   "))
            inner = _text(text[:place]) + mark + _text(text[place:])
            return cell(box, f"<p>{inner}</p>")
        return cell(box)

    return whole(made, rng, sections(made, made_tables(made, one)))


def nbsp_padding(made: Made, rng: Random) -> bytes:
    """&nbsp; around and instead of everything."""

    def one(box: Box) -> str:
        inner = _text(box.text) or "&nbsp;"
        return cell(
            box, rng.choice(("&nbsp;", "", "&#160;&nbsp;", "&emsp;")) + inner + rng.choice(("&nbsp;", "", "&ensp;"))
        )

    return whole(made, rng, sections(made, made_tables(made, one)))


def divs(made: Made, rng: Random) -> bytes:
    """Divs instead of tables, one cell per div."""

    def rows(sheet: Sheet) -> str:
        return "\n".join(
            '<div class="row">' + "".join(f'<div class="cell">{_text(box.text)}</div>' for box in row) + "</div>"
            for row in sheet
        )

    form = made.form
    tables = {
        "disclosure": rows(sheets.joined(sheets.disclosure(form))),
        "requests": rows(sheets.requests(form, made.style)),
        "remedies": rows(sheets.remedies(form)),
    }
    return whole(made, rng, sections(made, tables))


def upper_unclosed(made: Made, rng: Random) -> bytes:
    """Upper-case tags, cells and rows never closed, attributes without quotes."""

    def rows(sheet: Sheet) -> str:
        lines = []
        for row in sheet:
            cells = (f"<TD colSpan={box.colspan} rowSpan={box.rowspan} align=middle>{_text(box.text)}" for box in row)
            lines.append("<TR>" + "\n".join(cells))
        return "<TABLE border=1>" + "\n".join(lines) + "</TABLE>"

    form = made.form
    tables = {
        "disclosure": rows(sheets.joined(sheets.disclosure(form))),
        "requests": rows(sheets.requests(form, made.style)),
        "remedies": rows(sheets.remedies(form)),
    }
    return whole(made, rng, sections(made, tables, lambda text: f"<P>{_text(text)}"))


def fragment(made: Made, rng: Random) -> bytes:
    """Only the article: no html, head or body."""
    return encode(sections(made, made_tables(made, split=rng.random() < 0.5)), made.style)

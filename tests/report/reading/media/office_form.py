"""The statutory form as printed (editions 2019 and 2021), dense with distinct numbers, for tests of the office media.

Tables are lists of rows of ``GridCell``: what a writer is told and what a reader must give back.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import count
from xml.sax.saxutils import escape

from gongkai.report.reading.blocks import GridCell

Table = list[list[GridCell]]

APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
REFUSED = (
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
)
UNABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
UNPROCESSED = (
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)
OTHER_2021 = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)
PARTLY = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def tables(edition: str, first: int = 101) -> list[Table]:
    """Tables 二, 三 and 四; every value is another number, from ``first`` on."""
    numbers = (str(number) for number in count(first))
    disclosure = _disclosure_2021(numbers) if edition == "2021" else _disclosure_2019(numbers)
    return [disclosure, _requests(edition, numbers), _review(numbers)]


def paragraphs(edition: str) -> list[str]:
    """Title, headings and prose around the tables, in order."""
    year = "2023" if edition == "2021" else "2020"
    return [
        f"演示市演示局{year}年政府信息公开工作年度报告",
        "一、总体情况",
        f"演示局{year}年主动公开政府信息1234条，收到政府信息公开申请56件。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "演示问题一是公开不够及时。",
        "六、其他需要报告的事项",
        "无。",
    ]


def contents(edition: str) -> list[str | Table]:
    """The whole report in order."""
    text = paragraphs(edition)
    second, third, fourth = tables(edition)
    return [*text[:4], second, text[4], third, text[5], fourth, *text[6:]]


def html(edition: str) -> str:
    """A web page of the report, from which LibreOffice made the .doc, .docx and .xls files in ``data``."""
    out = ['<html><head><meta charset="utf-8"><style>td{border:1px solid #000}</style></head><body>']
    for block in contents(edition):
        if isinstance(block, str):
            out.append(f"<p>{escape(block)}</p>")
            continue
        out.append('<table border="1">')
        for row in block:
            cells = (f'<td colspan="{cell.colspan}" rowspan="{cell.rowspan}">{escape(cell.text)}</td>' for cell in row)
            out.append(f"<tr>{''.join(cells)}</tr>")
        out.append("</table>")
    return "".join([*out, "</body></html>"])


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(body: str, **parts: str) -> bytes:
    """A .docx around the inside of ``w:body``; ``styles`` and ``numbering`` as the inside of their parts."""
    rules = {"document": f"<w:body>{body}</w:body>", **parts}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" '
            f'ContentType="{_MAIN_TYPE}.{"document.main" if name == "document" else name}+xml"/>'
            for name in rules
        )
        + "</Types>",
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships({name: f"{name}.xml" for name in parts}),
    }
    for name, inside in rules.items():
        files[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{inside}</w:{name}>"
    return package(files)


def package(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relationships(targets: dict[str, str]) -> str:
    lines = (
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return start + "".join(lines) + "</Relationships>"


def _disclosure_2021(numbers: Iterator[str]) -> Table:
    table = [_row(("第二十条第（一）项", 4)), _row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")]
    table += [_row(label, *_take(numbers, 3)) for label in ("规章", "行政规范性文件")]
    for item, column, labels in (
        ("第二十条第（五）项", "本年处理决定数量", ["行政许可"]),
        ("第二十条第（六）项", "本年处理决定数量", ["行政处罚", "行政强制"]),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", ["行政事业性收费"]),
    ):
        table += [_row((item, 4)), _row("信息内容", (column, 3))]
        table += [_row(label, (next(numbers), 3)) for label in labels]
    return table


def _disclosure_2019(numbers: Iterator[str]) -> Table:
    table = [_row(("第二十条第（一）项", 4)), _row("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")]
    table += [_row(label, *_take(numbers, 3)) for label in ("规章", "规范性文件")]
    for item, labels in (
        ("第二十条第（五）项", ("行政许可", "其他对外管理服务事项")),
        ("第二十条第（六）项", ("行政处罚", "行政强制")),
    ):
        table += [_row((item, 4)), _row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")]
        table += [_row(label, *_take(numbers, 3)) for label in labels]
    table += [_row(("第二十条第（八）项", 4)), _row("信息内容", "上一年项目数量", ("本年增/减", 2))]
    table += [_row("行政事业性收费", next(numbers), (next(numbers), 2)), _row(("第二十条第（九）项", 4))]
    table += [_row("信息内容", "采购项目数量", ("采购总金额", 2))]
    table += [_row("政府集中采购", next(numbers), (next(numbers), 2))]
    return table


def _requests(edition: str, numbers: Iterator[str]) -> Table:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    table = [
        [GridCell(note, 0, 3, 3), GridCell("申请人情况", 3, 7)],
        [GridCell("自然人", 3, 1, 2), GridCell("法人或其他组织", 4, 5), GridCell("总计", 9, 1, 2)],
        [GridCell(name, 4 + i) for i, name in enumerate(APPLICANTS)],
    ]
    table += [_row((label, 3), *_take(numbers, 7)) for label in _BEFORE]
    results: Table = [[GridCell(label, 1, 2), *_values(numbers)] for label in ("（一）予以公开", PARTLY)]
    groups = [("（三）不予公开", REFUSED), ("（四）无法提供", UNABLE), ("（五）不予处理", UNPROCESSED)]
    if edition == "2021":
        groups.append(("（六）其他处理", OTHER_2021))
    for group, labels in groups:
        for i, label in enumerate(labels):
            head = [GridCell(group, 1, 1, len(labels))] if i == 0 else []
            results.append([*head, GridCell(label, 2), *_values(numbers)])
    last = ("（七）总计",) if edition == "2021" else ("（六）其他处理", "（七）总计")
    results += [[GridCell(label, 1, 2), *_values(numbers)] for label in last]
    results[0].insert(0, GridCell("三、本年度办理结果", 0, 1, len(results)))
    return [*table, *results, _row(("四、结转下年度继续办理", 3), *_take(numbers, 7))]


_BEFORE = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")


def _review(numbers: Iterator[str]) -> Table:
    return [
        [GridCell("行政复议", 0, 5), GridCell("行政诉讼", 5, 10)],
        [
            *(GridCell(name, i, 1, 2) for i, name in enumerate(OUTCOMES)),
            GridCell("未经复议直接起诉", 5, 5),
            GridCell("复议后起诉", 10, 5),
        ],
        [GridCell(name, 5 + i) for i, name in enumerate(OUTCOMES * 2)],
        [GridCell(number, i) for i, number in enumerate(_take(numbers, 15))],
    ]


def _take(numbers: Iterator[str], size: int) -> list[str]:
    return [next(numbers) for _ in range(size)]


def _values(numbers: Iterator[str]) -> list[GridCell]:
    return [GridCell(number, 3 + i) for i, number in enumerate(_take(numbers, 7))]


def _row(*cells: str | tuple[str, int]) -> list[GridCell]:
    row: list[GridCell] = []
    col = 0
    for cell in cells:
        text, span = (cell, 1) if isinstance(cell, str) else cell
        row.append(GridCell(text, col, span))
        col += span
    return row

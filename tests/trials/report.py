"""One made-up report before it is printed: prose, the tables as text, and the truth about each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from gongkai.report.editions import Edition, load_edition
from tests.trials import prose as prose_
from tests.trials.damage import Style, count_text, label_text, money_text, padded, prose_text
from tests.trials.figures import COLUMNS, Figures, determined, draw, outcomes

Blanks = Literal["kept", "collapsed", "ragged"]
"""What a layout does to blank cells: keeps their place, drops them, or leaves the place of a row's cells unsure."""


@dataclass(frozen=True)
class Expect:
    """printed: the number must be read; blank: null, or the number if ``solvable``; lost: null or the number."""

    kind: Literal["printed", "blank", "lost"]
    value: int
    solvable: bool = False


@dataclass
class Value:
    """One printed value; ``cell`` is None in rows that the form does not have."""

    cell: str | None
    text: str


@dataclass
class Row:
    """``path`` is the row's labels from the outermost group inwards, as printed; ``parents`` the groups' own names."""

    id: str | None
    path: tuple[str, ...]
    values: list[Value]
    parents: tuple[str, ...] = ()


@dataclass
class Block:
    caption: str
    heads: list[str]
    rows: list[Row]


@dataclass
class Form:
    """The three tables as printed, and the lines that stand right after each."""

    note: str
    blocks: list[Block]
    requests: list[Row]
    remedies: list[Value]
    words: Callable[[str], str]
    after: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Made:
    """A report ready to be printed, and its truth. ``edition`` is None where the page holds both."""

    prose: prose_.Prose
    form: Form
    style: Style
    cells: dict[str, Expect]
    figures: Figures
    edition: str | None

    def heading(self, numeral: str) -> str:
        return self.form.words(f"{numeral}、{prose_.HEADINGS[numeral]}")


def make(
    rng: Random,
    style: Style,
    blanks: Blanks,
    edition: str | None = None,
    *,
    run_together: bool = False,
    lossy: bool = False,
) -> Made:
    """A report in ``style``; ``lossy``: the layout loses numbers; ``run_together``: it joins a row's digits."""
    edition_id = edition or rng.choice(("2019", "2021"))
    usual = "one" if edition_id == "2019" else "three"
    handling = usual if rng.random() < 0.8 else ("three" if usual == "one" else "one")
    figures = draw(rng, edition_id, handling, rng.choice((0.97, 0.97, 0.6, 0.15)))  # type: ignore[arg-type]
    year = rng.randint(2019, 2022) if edition_id == "2019" else rng.randint(2021, 2024)
    maker = _Maker(rng, style, figures, blanks, run_together, lossy)
    form = maker.form()
    text = prose_.write(rng, year, style.title, style.stale, style.naming)
    for name, lines in text.sections.items():
        text.sections[name] = [prose_text(line, style) for line in lines]
    for name in ("titles", "opening", "signature"):
        setattr(text, name, [prose_text(line, style) for line in getattr(text, name)])
    both = style.tables == "both editions"
    return Made(text, form, style, maker.truth(), figures, None if both else edition_id)


class _Maker:
    def __init__(
        self, rng: Random, style: Style, figures: Figures, blanks: Blanks, run_together: bool, lossy: bool
    ) -> None:
        self.rng, self.style, self.figures, self.blanks = rng, style, figures, blanks
        self.run_together, self.lossy = run_together, lossy
        self.texts: dict[str, str] = {}
        self.blank: set[str] = set()
        self.bookmarked = False
        self.lost: set[str] = set()
        self.printed_rows: list[str] = []
        self.other_figures: dict[str, int] = {}
        self.header_unit = self._header_unit(figures.edition.id)

    def words(self, text: str) -> str:
        return label_text(text, self.style)

    def form(self) -> Form:
        edition = self.figures.edition
        requests = [self._request_row(row) for row in self.figures.rows("requests")]
        blocks = self._blocks(edition)
        if self.style.tables == "both editions":
            other = load_edition("2021" if edition.id == "2019" else "2019")
            theirs = draw(self.rng, other.id).cells
            self.other_figures = {
                cell: theirs[cell]
                for row in other.table("disclosure").rows
                for cell in row.cells
                if cell not in self.figures.cells
            }
            self.header_unit = self._header_unit(other.id)
            blocks += self._blocks(other)
        remedies = [
            value
            for group in ("review", "litigation_direct", "litigation_after_review")
            for value in self._values(
                group, [f"{group}.{c}" for c in ("upheld", "corrected", "other", "pending", "total")]
            )
        ]
        self._join_remedies()
        if self.style.dropped and not self.other_figures:
            self._drop(requests, blocks)
        return Form(self.words(edition.table("requests").note), blocks, requests, remedies, self.words, self._after())

    def truth(self) -> dict[str, Expect]:
        rows = set(self.printed_rows)
        needed = set(self.figures.rows("requests"))
        shown = {cell: value for cell, value in self.figures.cells.items() if cell.rsplit(".", 1)[0] in rows}
        shown |= self.other_figures
        # even if a reader finds where every number of an unsure row belongs, it has no more than this to solve blanks
        unknown = {cell for cell in shown if cell in self.blank and cell not in self.lost} & set(self.figures.cells)
        solvable = determined(self.figures, unknown, needed - rows)
        result = {}
        for cell, value in shown.items():
            if self.lossy or cell in self.lost:
                result[cell] = Expect("lost", value)
            elif cell in self.blank:
                result[cell] = Expect("blank", value, cell in solvable)
            else:
                result[cell] = Expect("printed", value)
        return result

    # --- values ----------------------------------------------------------------------------------------------------

    def _number(self, cell: str) -> int:
        return self.figures.cells[cell] if cell in self.figures.cells else self.other_figures[cell]

    def _values(self, row: str, cells: list[str]) -> list[Value]:
        if row not in self.printed_rows:
            self.printed_rows.append(row)
        shape = ""
        if row.startswith("requests.") and self.style.only_total and self.rng.random() < 0.15:
            shape = self.rng.choice(("only total", "no total"))
        values = [Value(cell, self._text(cell, shape)) for cell in cells]
        six = row.startswith("requests.") and self.style.six and self.rng.random() < 0.15
        if six:
            del values[self.rng.randrange(1, 6)]
        some_blank = any(not value.text.strip() for value in values)
        if six or (some_blank and self.blanks != "kept"):
            self.lost.update(cells)
        if self.run_together and not self._digits_tell(values):
            self.lost.update(cells)
        return values

    def _digits_tell(self, values: list[Value]) -> bool:
        return len(values) == 1 or all(len(value.text) == 1 and value.text.isdigit() for value in values)

    def _text(self, cell: str, shape: str) -> str:
        if cell in self.texts:
            return self.texts[cell]
        value = self._number(cell)
        style = self.style
        total = cell.endswith(".total")
        blank = value == 0 and (style.blanks == "all" or (style.blanks == "some" and self.rng.random() < 0.4))
        if blank or (shape == "only total" and not total) or (shape == "no total" and total):
            self.blank.add(cell)
            text = style.nothing if blank else ""
        else:
            column = self._column(cell)
            if column.unit == "元":
                text = money_text(value, style, self.header_unit)
            else:
                text = count_text(value, style, self.rng, column.signed, column.unit)
        if text and style.digits == "full":
            text = prose_text(text, style)
        if text and style.script:
            text = prose_text(text, style)
        text = padded(text, style, self.rng)
        if style.bookmark and text == "0" and not self.bookmarked and self.rng.random() < 0.1:
            # Word's mark of the last place edited: once in a document
            self.bookmarked = True
            text = "[bookmark: _GoBack]0"
        self.texts[cell] = text
        return text

    def _column(self, cell: str):  # type: ignore[no-untyped-def]
        for edition in (self.figures.edition, load_edition("2019"), load_edition("2021")):
            if cell in edition.cells:
                return edition.cells[cell].column
        raise KeyError(cell)

    def _header_unit(self, edition_id: str) -> str:
        """The unit of an amount without one of its own: the header's, else the form's."""
        if edition_id == "2021":
            return "元" if self.style.money == "header" else "万元"
        return "万元" if self.style.money == "header" else "元"

    def _join_remedies(self) -> None:
        """表四 is one row of fifteen: a blank that leaves no place behind makes all of it unsure."""
        groups = ("review", "litigation_direct", "litigation_after_review")
        cells = {cell for cell in self.figures.cells if cell.rsplit(".", 1)[0] in groups}
        if cells & self.lost:
            self.lost |= cells

    # --- rows ------------------------------------------------------------------------------------------------------

    def _blocks(self, edition: Edition) -> list[Block]:
        blocks = []
        for number, block in enumerate(edition.table("disclosure").blocks):
            rows = []
            for row in block.rows:
                cells = [f"{row.id}.{column.id}" for column in block.columns]
                rows.append(Row(row.id, (self.words(row.label[-1]),), self._values(row.id, cells)))
            if number == 0 and self.style.extra_rows:
                extra = [Value(None, prose_text(str(self.rng.randint(0, 90)), self.style)) for _ in block.columns]
                rows.append(Row(None, (self.words("其他主动公开文件"),), extra))
            heads = [self._head(edition.id, column.label, column.unit) for column in block.columns]
            blocks.append(Block(self.words(block.caption), heads, rows))
        return blocks

    def _head(self, edition_id: str, label: str, unit: str) -> str:
        if unit == "元":
            if self.style.money == "header":
                unit_text = self.header_unit
                label += self.rng.choice((f"（单位：{unit_text}）", f"（{unit_text}）"))
            elif edition_id == "2021" and self.rng.random() < 0.8:
                label += self.rng.choice(("（单位：万元）", "（单位：万元，保留4位小数）"))
        return self.words(label)

    def _request_row(self, row: str) -> Row:
        labels = next(e.rows[row].label for e in (self.figures.edition, load_edition("2021")) if row in e.rows)
        cells = [f"{row}.{column}" for column in COLUMNS]
        path = tuple(self.words(label) for label in labels)
        return Row(row, path, self._values(row, cells), labels[:-1])

    def _drop(self, requests: list[Row], blocks: list[Block]) -> None:
        if self.rng.random() < 0.5:
            row = self.rng.choice(requests[2:-2])
            requests.remove(row)
            self.printed_rows.remove(row.id or "")
        else:
            block = self.rng.choice(blocks)
            blocks.remove(block)
            for row in block.rows:
                if row.id:
                    self.printed_rows.remove(row.id)

    def _after(self) -> dict[str, list[str]]:
        if not self.style.extra_lines:
            return {}
        n = self.rng.randint(2, 60)
        lines = {
            "disclosure": ["注：1.行政许可数量含变更、延续共{n}件。", "2.行政处罚数据统计至12月31日。"],
            "requests": ["1.以上数据不含所属单位办理的申请{n}件。", "2.自然人申请中含网上申请{n}件。"],
            "remedies": ["3.行政复议数据由司法部门提供，共{n}件。"],
        }
        return {name: [prose_text(line.format(n=n), self.style) for line in part] for name, part in lines.items()}


def label_cells(rows: list[Row], style: Style, start: int = 0) -> Iterator[tuple[Row, list[str | None]]]:
    """Each row of 表三 with its printed labels by depth: "" where a group's label stands above (or nowhere), None where
    the row has no such depth. A group's label is printed anew at ``start`` (a page's first row)."""
    above: tuple[str, ...] = ()
    for index, row in enumerate(rows):
        cells: list[str | None] = []
        for depth, label in enumerate(row.path[:-1]):
            same = row.path[: depth + 1] == above[: depth + 1] and (index != start or index == 0)
            if style.groups == "vanished" or (same and style.groups == "once"):
                cells.append("")
            else:
                cells.append(label)
        above = row.path
        cells.append(row.path[-1])
        yield row, cells + [None] * (3 - len(cells))


def plain(style: Style, **changes: object) -> Style:
    """``style`` without what a layout cannot show."""
    return replace(style, **changes)  # type: ignore[arg-type]


__all__ = ["Block", "Expect", "Form", "Made", "Row", "Value", "label_cells", "make", "outcomes", "plain"]

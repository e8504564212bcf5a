"""Facts and a template become a document; a placeholder without a value is an error, never an empty place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.law.citations import numeral
from gongkai.law.fees import Line
from gongkai.law.rules import Rules
from gongkai.letters import markup
from gongkai.letters.citing import cited, collapsed
from gongkai.letters.facts import Choice, Facts, ground_letter
from gongkai.letters.model import (
    Annex,
    Block,
    Cell,
    Document,
    Envelope,
    LetterError,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
)
from gongkai.letters.templates import Part, Template
from gongkai.letters.values import Values, printed
from gongkai.workdays import Calendar

FEE_HEADS = ("计费区间", "数量", "单价", "金额")


def compose(letter: Template, facts: Facts, rules: Rules, calendar: Calendar | None = None) -> Document:
    """The document of one letter.

    :raises LetterError: where a value that the letter must print cannot be had.
    """
    composer = _Composer(letter, Values(letter, facts, rules, calendar), facts)
    values = facts.values
    blocks: list[Block] = []
    if letter.to:
        blocks.append(Paragraph((Run(f"{values[letter.to]}："),), "addressee"))
    for part in letter.body:
        for block in composer.blocks(part):
            before = blocks[-1] if blocks else None
            if isinstance(block, Table) and isinstance(before, Table) and block.widths == before.widths:
                blocks[-1] = Table((*before.rows, *block.rows), before.widths, before.heads)
            else:
                blocks.append(block)
    printed_spans = {run.edit for block in blocks if isinstance(block, Paragraph) for run in block.runs}
    printed_spans |= {run.edit for block in blocks if isinstance(block, Table) for run in block.runs()}
    if unused := [id_ for id_ in facts.wording if id_ not in printed_spans]:
        raise LetterError(f"{letter.name}这次不印 wording.{unused[0]}：请删去，或者给出它所在一段需要的事实")
    return Document(
        kind=letter.kind,
        agency=values["agency"],
        title=letter.title,
        number=values.get("number", ""),
        day=values["date"],
        blocks=cited(blocks, rules.documents),
        page=letter.page,
        letterhead=values.get("letterhead", False),
        subject=f"{values['agency']}{letter.title}",
    )


class _Composer:
    def __init__(self, letter: Template, values: Values, facts: Facts) -> None:
        self.letter, self.values, self.facts = letter, values, facts

    def blocks(self, part: Part) -> Iterator[Block]:
        if part.when and not self.holds(part.when, None):
            return
        known = self.facts.values
        if part.what == "text" and part.each:
            yield from self.listed(part)
        elif part.what == "text":
            yield Paragraph(self.runs(part.parts), part.style)
        elif part.what == "table":
            yield self.table(part)
        elif part.what == "fee_table":
            yield self.fee_table()
        elif part.what == "remedy":
            yield Paragraph((Run(self.values.remedy(part.value)),))
        elif part.what == "signature":
            yield Signature(known["agency"], known["date"], part.seal)
        elif part.what == "annex":
            yield Annex(part.value)
        elif part.what == "annexes":
            yield from self.annexes()
        else:
            yield self.envelope()

    def listed(self, part: Part) -> Iterator[Block]:
        items = self.facts.values[part.each]
        for number, item in enumerate(items, 1):
            own = {"index": numeral(number), "end": "。" if number == len(items) else "；"}
            if isinstance(item, dict):
                clause = ground_letter(item["ground"], "ground").clause
                item = {**item, "clause": "".join(run.text for run in self.runs(clause, item, item))}
            yield Paragraph(self.runs(part.parts, item, own))

    def annexes(self) -> Iterator[Block]:
        names = self.facts.values.get("annexes", [])
        for number, name in enumerate(names, 1):
            head = "附件：" if number == 1 else "　　　"
            yield Paragraph((Run(f"{head}{number}.{name}" if len(names) > 1 else f"{head}{name}"),), "annex")

    def table(self, part: Part) -> Table:
        rows = []
        for row in part.rows:
            label = Cell((Run(row.label),), head=True)
            if row.hand:
                rows.append((label, Cell((), hand=row.hand)))
            elif all(self.value(name, None, None) is not None for name in markup.names(row.parts)):
                rows.append((label, Cell(self.runs(row.parts))))
        return Table(tuple(rows), (10, 18))

    def fee_table(self) -> Table:
        lines = self.values.fee_lines()
        rows = [tuple(Cell((Run(head),), head=True) for head in FEE_HEADS)]
        for line in lines:
            unit = line.unit
            texts = (_range(line), f"{line.last - line.first + 1}{unit}", f"{line.yuan}元", f"{line.amount}元")
            rows.append(tuple(Cell((Run(text),)) for text in texts))
        total = sum(line.amount for line in lines)
        rows.append((Cell((Run("合计"),), span=3, head=True), Cell((Run(f"{total}元"),))))
        return Table(tuple(rows), (10, 6, 6, 6), heads=1)

    def envelope(self) -> Envelope:
        known = self.facts.values
        return Envelope(
            known["postcode"],
            known["recipient_address"],
            f"{known['recipient']}　收",
            known["sender_address"],
            known["agency"],
            known["sender_postcode"],
            known.get("envelope_note", ""),
        )

    def holds(self, condition: markup.Condition, item: Any, own: dict[str, Any] | None = None) -> bool:
        value = self.value(condition.name, item, own)
        if condition.value:
            name = value.name if isinstance(value, Choice) else str(value)
            found = name in condition.value.split("|")
        else:
            found = value is not None
        return found != condition.negated

    def value(self, name: str, item: Any, own: dict[str, Any] | None) -> Any:
        if own is not None and name in own:
            return own[name]
        if name == "clause":
            return "".join(run.text for run in self.runs(self.letter.clause))
        return self.values.given(name, item)

    def runs(self, parts: tuple[markup.Part, ...], item: Any = None, own: dict[str, Any] | None = None) -> Runs:
        """The text in runs: neighbours that are locked, or belong to one span, are one run."""
        found: list[Run] = []
        for run in self.pieces(parts, item, own, ""):
            if found and found[-1].edit == run.edit:
                found[-1] = Run(found[-1].text + run.text, run.edit)
            elif run.text:
                found.append(run)
        return tuple(Run(collapsed(run.text), run.edit) for run in found)

    def pieces(self, parts: tuple[markup.Part, ...], item: Any, own: Any, edit: str) -> Iterator[Run]:
        quoted = False
        for part in parts:
            if isinstance(part, str):
                quoted = part.endswith("“")
                yield Run(part, edit)
            elif isinstance(part, markup.Place):
                value = self.value(part.name, item, own)
                if value is None:
                    raise LetterError(f"{self.letter.name}：{part.name} 没有值，不能印出空白")
                text = printed(value)
                yield Run(text.replace("“", "‘").replace("”", "’") if quoted else text, edit)
            elif isinstance(part, markup.Optional):
                if self.holds(part.condition, item, own):
                    yield from self.pieces(part.parts, item, own, edit)
            elif part.id in self.facts.wording:
                yield Run(self.facts.wording[part.id], part.id)
            else:
                yield from self.pieces(part.parts, item, own, part.id)


def _range(line: Line) -> str:
    last = f"至{line.last}" if line.last > line.first else ""
    return f"第{line.first}{last}{line.unit}"

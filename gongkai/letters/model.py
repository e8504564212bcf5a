"""A letter as it will stand on paper, whatever it is written as: blocks of runs, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


class LetterError(ValueError):
    """Why a letter cannot be made; the message names the fact, the template or the character."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text; where ``edit`` names a span, an agency may put its own wording there, everything else is locked."""

    text: str
    edit: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style``: body (indented by two characters), item (the same), addressee, note, closing, plain or heading."""

    runs: Runs
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    """``span`` columns wide; ``hand`` lines are left free, to be filled in by hand."""

    runs: Runs
    span: int = 1
    head: bool = False
    hand: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` in parts of the line; ``heads`` rows at the top are repeated on a new page."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    heads: int = 0

    def runs(self) -> Iterator[Run]:
        """The runs of all cells, row by row."""
        return (run for row in self.rows for cell in row for run in cell.runs)


@dataclass(frozen=True, slots=True)
class Signature:
    """The office over the date; the seal is put on both, ``seal`` keeps its place free of other text."""

    office: str
    day: date
    seal: bool = True


@dataclass(frozen=True, slots=True)
class Annex:
    """A part on a new page, with its own title."""

    title: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The three fields of an envelope; the postcodes are those of the post."""

    postcode: str
    address: str
    to: str
    sender_address: str
    sender: str
    sender_postcode: str
    note: str


Block = Paragraph | Table | Signature | Annex | Envelope


@dataclass(frozen=True, slots=True)
class Document:
    """``agency`` over ``title``, or, where ``letterhead``, in red at the head of the page; ``number`` may be empty.

    ``notes`` are for the officer and never printed.
    """

    kind: str
    agency: str
    title: str
    number: str
    day: date
    blocks: tuple[Block, ...]
    page: str = "letter"
    letterhead: bool = False
    subject: str = ""
    notes: tuple[str, ...] = ()

    def runs(self) -> Iterator[Run]:
        """Every run of the blocks, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.runs
            elif isinstance(block, Table):
                yield from block.runs()
            elif isinstance(block, Signature):
                yield Run(block.office)
                yield Run(printed_date(block.day))
            elif isinstance(block, Annex):
                yield from (Run("附件"), Run(block.title))
            else:
                fields = (block.note, block.postcode, block.address, block.to, block.sender_address, block.sender)
                yield from (Run(text) for text in (*fields, f"邮政编码 {block.sender_postcode}") if text)

    def text(self) -> str:
        """All that is printed, one run after the other."""
        head = [self.agency, self.title, self.number]
        if self.letterhead:
            head = [self.agency, self.number, self.title]
        elif self.page != "letter":
            head = []
        return "\n".join(filter(None, (*head, *(run.text for run in self.runs()))))


def printed_date(day: date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"

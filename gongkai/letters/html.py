"""A letter as one HTML file: no script, nothing from elsewhere, its only style sheet allowed by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.letters.glyphs import fallback
from gongkai.letters.model import Annex, Block, Document, Envelope, Paragraph, Runs, Signature, Table, printed_date

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def write_html(document: Document) -> bytes:
    """The letter as an HTML file in UTF-8.

    :raises LetterError: naming a character that no font at hand draws.
    """
    fallback(document.text())
    style = _style()
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = "\n".join(_article(document))
    return PAGE.format(hash=hashed, title=escape(document.subject), style=style, body=body).encode()


@cache
def _style() -> str:
    return (files(__package__) / "page.css").read_text("utf-8")


def _article(document: Document) -> Iterator[str]:
    if document.page == "envelope":
        yield from (_envelope(block) for block in document.blocks if isinstance(block, Envelope))
        return
    number = f'<p class="number">{escape(document.number)}</p>' if document.number else ""
    yield "<article>"
    if document.letterhead:
        yield f'<header class="head"><p class="agency">{escape(document.agency)}</p>{number}'
        yield f"<h1>{escape(document.title)}</h1></header>"
    else:
        yield f"<header><h1><span>{escape(document.agency)}</span> <span>{escape(document.title)}</span></h1>"
        yield f"{number}</header>"
    yield from map(_block, document.blocks)
    yield "</article>"


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        name = {"annex": "annexes"}.get(block.style, block.style)
        attribute = "" if name == "body" else f' class="{name}"'
        return f"<p{attribute}>{_runs(block.runs)}</p>"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Signature):
        name = "signature" if block.seal else "signature unsealed"
        return f'<div class="{name}"><p>{escape(block.office)}</p><p>{printed_date(block.day)}</p></div>'
    if isinstance(block, Annex):
        return f'<header class="annex"><p>附件</p><h2>{escape(block.title)}</h2></header>'
    return _envelope(block)


def _runs(runs: Runs) -> str:
    return "".join(
        f'<span data-edit="{run.edit}">{escape(run.text)}</span>' if run.edit else escape(run.text) for run in runs
    )


def _table(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        for cell in row:
            tag = "th" if cell.head else "td"
            scope = (' scope="col"' if number < table.heads else ' scope="row"') if cell.head else ""
            span = f' colspan="{cell.span}"' if cell.span > 1 else ""
            hand = f' class="hand-{min(cell.hand, 4)}"' if cell.hand else ""
            cells.append(f"<{tag}{scope}{span}{hand}>{_runs(cell.runs)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{''.join(rows[: table.heads])}</thead>" if table.heads else ""
    name = "sums" if table.heads else "form"
    return f'<table class="{name}">{head}<tbody>{"".join(rows[table.heads :])}</tbody></table>'


def _envelope(block: Envelope) -> str:
    digits = "".join(f"<span>{digit}</span>" for digit in block.postcode)
    lines = [
        f'<p class="note">{escape(block.note)}</p>' if block.note else "",
        f'<p class="postcode">{digits}</p>',
        f'<p class="address">{escape(block.address)}</p>',
        f'<p class="to">{escape(block.to)}</p>',
        f'<p class="sender">{escape(block.sender_address)}</p>',
        f'<p class="sender">{escape(block.sender)}</p>',
        f'<p class="sender">邮政编码 {block.sender_postcode}</p>',
    ]
    return f'<article class="envelope">{"".join(lines)}</article>'

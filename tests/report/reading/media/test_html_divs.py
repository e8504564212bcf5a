"""Rows of divs: the blank cells among them keep their places."""

from __future__ import annotations

import pytest

from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.media.html import read_html


@pytest.mark.parametrize("space", ["", " ", "&nbsp;"], ids=["none", "white space", "no-break space"])
def test_blank_cells_side_by_side(space: str) -> None:
    blank = f"<div>{space}</div>"
    row = f"<div><div>（一）予以公开</div>{blank * 5}<div>36</div><div>36</div></div>"
    blocks = read_html(f"<html><body>{row}</body></html>").blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts == ["（一）予以公开", *[""] * 5, "36", "36"]


def test_an_empty_div_beside_prose_is_none() -> None:
    blocks = read_html(f"<html><body><div>{'长' * 60}</div><div> </div><p>1</p></body></html>").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["长" * 60, "1"]

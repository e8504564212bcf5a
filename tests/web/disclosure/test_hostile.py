"""Text made to keep a server busy is read in a moment, and what is taken out of a text is that alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.utils.safestring import SafeString

from gongkai.web.disclosure.catalogue.columns import read_channels
from gongkai.web.disclosure.figures import with_sizes
from gongkai.web.disclosure.sheets.cells import Wrong
from gongkai.web.disclosure.texts.pasting import pasted
from gongkai.web.disclosure.texts.richtext import clean

SECONDS = 5
IMAGE = '<img src="/files/00000000-0000-0000-0000-000000000000/a.png" alt="图">'


def channels(text: str) -> None:
    with pytest.raises(Wrong):
        read_channels(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (clean, "<a" * 100_000),
        (clean, "<figure>" * 20_000 + IMAGE),
        (pasted, f"<style>{'@a' * 100_000}</style><p>字</p>"),
        (pasted, f"<style>{'a' * 200_000}</style><p>字</p>"),
        (pasted, "<table><tr><td>" * 1_000 + "字"),
        (channels, "□" + "(" * 32_000),
    ],
    ids=["tags", "figures", "rules", "sheet", "tables", "channels"],
)
def test_no_text_takes_long(read: Callable[[str], object], text: str) -> None:
    started = time.monotonic()
    read(text)
    assert time.monotonic() - started < SECONDS


def test_a_picture_that_may_not_be_seen_takes_nothing_with_it() -> None:
    """Its caption goes; the text between it and another that stands above its picture stays."""
    missing = f"<figure>{IMAGE}<figcaption>图2</figcaption></figure>"
    above = "<figure><figcaption>图1</figcaption><p>表</p></figure>"
    shown = with_sizes(SafeString(f"{above}<p>正文一段</p>{missing}<p>末段</p>"), {})
    assert shown == f"{above}<p>正文一段</p><p>末段</p>"


def test_what_is_left_of_a_figure_without_picture_is_its_words() -> None:
    assert clean("<figure><figcaption>说明</figcaption></figure>") == "<p>说明</p>"
    assert clean(f"<figure>{IMAGE}<figcaption>说明</figcaption></figure>").startswith("<figure><img")

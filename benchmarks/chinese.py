"""Chinese texts in any number, whose characters and pairs are about as frequent as in what offices write.

The interface, the letters, the law and the samples of this repository are cut into words by a dictionary of 49,000
words; a chain of these words, now and then with another word of the dictionary, the first far more often than the
last, makes clauses; documents are clauses in random order, some phrases in many documents, with dates and amounts of
their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from random import Random

from benchmarks.measure import ROOT

CLAUSES = 150_000
#: What is Chinese in the repository.
SOURCES = (
    "gongkai/web/config/locale/*/LC_MESSAGES/*.po", "gongkai/law/**/*.yaml", "gongkai/letters/**/*.yaml",
    "gongkai/report/rules.yaml", "docs/law.md", "samples/**/*.txt", "samples/**/*.yaml", "README.zh-CN.md",
)  # fmt: skip
HAN = re.compile("[\u4e00-\u9fff，、：“”《》（）]{6,}")
LONGEST = 6
#: How often a clause goes on with a word of the dictionary that the sources do not have there.
OTHER = 0.3


@cache
def _dictionary() -> list[str]:
    text = (resources.files("opencc") / "dictionary" / "STPhrases.txt").read_text("utf-8")
    words = [line.partition("\t")[0] for line in text.splitlines()]
    return [word for word in words if 2 <= len(word) <= LONGEST]


def _sources() -> Iterator[str]:
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            yield from HAN.findall(path.read_text("utf-8"))


def _cut(text: str, known: set[str]) -> list[str]:
    words, at = [], 0
    while at < len(text):
        size = next((size for size in range(LONGEST, 1, -1) if text[at : at + size] in known), 1)
        words.append(text[at : at + size])
        at += size
    return words


@cache
def clauses() -> list[str]:
    """Pieces of eight to thirty characters, as from comma to comma."""
    chance, words = Random(11), _dictionary()
    known, chain = set(words), defaultdict(list)
    for text in _sources():
        cut = _cut(text, known)
        for before, after in pairwise(cut):
            chain[before].append(after)
    chance.shuffle(words)
    often = list(accumulate(1 / (rank + 150) for rank in range(len(words))))
    others = iter(chance.choices(words, cum_weights=often, k=CLAUSES * 12))
    starts, found = [word for words in chain.values() for word in words if word in chain], []
    for _ in range(CLAUSES):
        word, text, size = chance.choice(starts), "", chance.randint(8, 22)
        while len(text) < size:
            text += word
            after = chain.get(word)
            word = next(others) if chance.random() < OTHER else chance.choice(after or starts)
        found.append(text.strip("，、：“”（）《》"))
    return found


@cache
def _weights() -> list[float]:
    """Some phrases stand in every tenth document, most in a few."""
    return list(accumulate(1 / (rank + 300) for rank in range(CLAUSES)))


def texts(number: int, seed: int) -> Iterator[list[str]]:
    """Texts as paragraphs; half of them have less than some 250 characters, a few have thousands."""
    chance, pool = Random(seed), clauses()
    for _ in range(number):
        length = min(20, 1 + int(chance.lognormvariate(1.2, 0.75)))
        drawn = iter(chance.choices(pool, cum_weights=_weights(), k=length * 4))
        yield [
            f"{next(drawn)}，{next(drawn)}。{next(drawn)}{chance.randrange(2, 9999)}元，{next(drawn)}。"
            for _ in range(length)
        ]

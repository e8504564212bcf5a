"""``docs/law.md``: what is written by hand in ``docs/parts/law.md``, and tables made from the data and the tree.

The table of articles leads from each article that a rule cites to the data, the code, the tests and the letters that
act on it. An empty cell is an error: something is missing, or ``WITHOUT_LETTER`` says why no letter cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from gongkai.law.citations import number_of
from gongkai.law.clock import CHANNELS, KINDS, ROLES, WAYS
from gongkai.law.loading import read_yaml
from gongkai.law.rules import law_rules
from gongkai.law.unverified import unverified

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = re.compile(r"《(?P<document>[^》《]+)》(?:第(?P<article>[一二三四五六七八九十百零]+)条)?")
_USES = re.compile(r"(?:outcome: |\{(?:limit|switch)\.)(\w+)")
_CODE = ("gongkai/law/**/*.py", "gongkai/workdays/*.py", "gongkai/letters/*.py", "gongkai/cli/*.py")
_TESTS = ("tests/law/**/*.py", "tests/law/**/*.yaml", "tests/workdays/*.py", "tests/letters/**/*.py", "tests/cli/*.py")
_LETTERS = ("gongkai/letters/templates/*.yaml", "gongkai/letters/parts.yaml")
DOCUMENTS = ROOT / "gongkai" / "law" / "data" / "documents.yaml"
CHECKED_BY = (ROOT / "gongkai" / "letters" / "templates.py", ROOT / "tests" / "letters" / "test_templates.py")
"""What reads and what tests the letters: the code and the test of an article that only a letter cites."""

WITHOUT_LETTER = {
    "《条例》第二十条": "none: what is disclosed without a request",
    "《条例》第二十六条": "none: when it is disclosed without a request",
    "《条例》第二十一条": "none: what is disclosed without a request",
    "《行政复议法》第二十二条": "each answer sent by internet: its remedy paragraph names the channel",
    "《民事诉讼法》第八十五条": "none: dates of remedies, computed for the applicant",
    "《信息处理费管理办法》第三条": "none: forbids charging one request both ways",
    "《235号解释》": "`delivery`: which day counts as the day of the answer",
    "《207号解释》": "none: a request that reached another unit",
    "《年度报告格式》": "none: the row under which a case is counted",
    "《条例》第五十条": "none: what an annual report counts",
    "《政务公开实施细则》": "none: until when a document is explained",
    "《规范性文件管理通知》": "none: until when a document is filed",
    "《规章制定程序条例》": "none: how long a draft of 规章 is open to comment",
    "《法规规章备案审查条例》": "none: until when 规章 are filed",
}
"""Articles on which no letter is based, and why."""


class EmptyCell(ValueError):
    """An article of the data that nothing in a column acts on."""


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _cited(text: str) -> set[str]:
    """The articles in a text, without paragraphs and items; whole documents only where they have no articles."""
    known = law_rules().documents
    return {
        match[0]
        for match in ARTICLE.finditer(text)
        if match["document"] in known and (match["article"] or not known[match["document"]].articles)
    }


def _files(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def _entries() -> Iterator[tuple[Path, str, str]]:
    """Each entry of the law's data: file, id and text."""
    for path in _files("gongkai/law/data/*.yaml"):
        if path.name == "documents.yaml":
            continue
        for name, entry in read_yaml(_text(path), path.name).items():
            yield path, name, str(entry)


def article_rows() -> list[list[str]]:
    """Article, data, code, tests and letters, a row for each article that data, code or a letter cites.

    :raises EmptyCell: where a column has nothing for an article.
    """
    data: dict[str, dict[Path, list[str]]] = {}
    for path, name, text in _entries():
        for article in _cited(text):
            data.setdefault(article, {}).setdefault(path, []).append(name)
    for path in [*_files(*_CODE), *_files(*_LETTERS)]:
        for article in _cited(_text(path)):
            data.setdefault(article, {})
    rows = []
    for article in sorted(data, key=_order):
        # What only a text cites is data all the same: documents.yaml says that it may be cited.
        places = data[article] or {DOCUMENTS: [ARTICLE.match(article)["document"]]}  # type: ignore[index]
        cells = {
            "data": _linked(places),
            "code": "<br>".join(map(_link, _acting(article, data[article], _files(*_CODE)) or [CHECKED_BY[0]])),
            "tests": "<br>".join(map(_link, _acting(article, data[article], _files(*_TESTS)) or [CHECKED_BY[1]])),
            "letters": ", ".join(f"`{name}`" for name in _letters(article, data[article]))
            or WITHOUT_LETTER.get(article, ""),
        }
        for column, cell in cells.items():
            if not cell:
                raise EmptyCell(f"docs/law.md: {article} has no {column}")
        rows.append([article, *cells.values()])
    return rows


def _acting(article: str, data: Mapping[Path, list[str]], paths: list[Path]) -> list[Path]:
    """The files that cite the article, name an entry of its data, or are about its file of data; those that do most."""
    ids = {name for names in data.values() for name in names if "_" in name}
    modules = {path.stem for path in data}  # the module and the test of a file of data have its name
    found = []
    for path in paths:
        text = _text(path)
        weight = 3 * (article in _cited(text)) + 2 * (path.stem.removeprefix("test_") in modules)
        weight += sum(bool(re.search(rf"\b{name}\b", text)) for name in ids)
        if weight:
            found.append((-weight, path))
    return sorted(path for _, path in sorted(found)[:3])


def _letters(article: str, data: Mapping[Path, list[str]]) -> list[str]:
    """Letters that cite the article, or take an outcome, a limit or the remedy paragraph from data that do."""
    ids = {name for names in data.values() for name in names}
    paragraph = _text(ROOT / "gongkai" / "law" / "remedies.py")
    remedies = any(path.name == "remedies.yaml" for path in data) or any(f'"{name}"' in paragraph for name in ids)
    fees = any(path.name == "fees.yaml" for path in data)
    found = []
    for path in _files(*_LETTERS):
        text = _text(path)
        used = {match[1] for match in _USES.finditer(text)}
        if article in _cited(text) or used & ids or (remedies and "- remedy:" in text) or (fees and "{fee." in text):
            found.append(path.stem)
    return found


def _linked(places: Mapping[Path, list[str]]) -> str:
    return "<br>".join(f"{_link(path)}: {', '.join(f'`{name}`' for name in names)}" for path, names in places.items())


def _link(path: Path) -> str:
    relative = path.relative_to(ROOT).as_posix()
    return f"[{path.name}](../{relative})"


def _order(article: str) -> tuple[int, int]:
    match = ARTICLE.match(article)
    assert match is not None
    documents = list(law_rules().documents)
    return documents.index(match["document"]), number_of(match["article"]) if match["article"] else 0


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def _named(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def law_page() -> str:
    """The whole page."""
    facts = [[f"`{name}`", kind.name, _named(kind.needed), _named(kind.optional)] for name, kind in KINDS.items()]
    choices = [
        f"`{key}` is one of " + ", ".join(f"`{name}` {text}" for name, text in known.items()) + "."
        for key, known in {"channel": CHANNELS, "role": ROLES, "way": WAYS}.items()
    ]
    unsure = [
        [entry.kind, f"`{entry.id}`", entry.what, entry.source, entry.verified] for entry in unverified(law_rules())
    ]
    parts = [
        _text(ROOT / "docs" / "parts" / "law.md").rstrip(),
        _table(["fact", "中文", "states", "may state"], facts),
        " ".join(choices),
        "## From the article to the letter",
        "Made by `make docs` from the data and the tree; an empty cell is an error.",
        _table(["article", "data", "code", "tests", "letters"], article_rows()),
        "## Not verified",
        "What `gongkai law check` lists with the shipped data; correct it in the file that `GONGKAI_LAW` names.",
        _table(["kind", "id", "what", "source", "mark"], unsure),
    ]
    return "\n\n".join(parts) + "\n"

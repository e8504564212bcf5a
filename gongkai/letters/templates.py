"""The templates: one YAML file for each letter, loaded once and strictly.

A citation of an article that may not be cited, a placeholder that is no fact, a title in 《》 that no letter has:
each is an error that names the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.citations import check_citation, documents
from gongkai.law.loading import MARKS, LawError, parse
from gongkai.letters import markup
from gongkai.letters.catalogue import FactKind, catalogue
from gongkai.letters.citing import CITED
from gongkai.letters.content import check_no_remedy
from gongkai.letters.model import LetterError

COMPUTED = {
    *("answer_due", "extended_due", "counted_from", "restarts", "articles", "clause", "index", "item", "end"),
    *(
        "fee",
        "fee_total",
        "fee_table",
        "fee_restarts",
        "limit",
        "switch",
        "part_refused",
        "part_unavailable",
        "part_both",
    ),
}
"""What a text may speak of besides facts: limits (``limit.answer_days``, ``limit.answer_days.source``), switches
(``switch.supplement_term_from``), and what is worked out from facts and law.
"""

STYLES = ("body", "addressee", "note", "plain")
REMEDY = ("agency_kind", "court")
REMEDY_OPTIONAL = ("government", "superior", "sent_by_internet", "internet_channel")
_KEYS = {"name": str, "title": str, "facts": list, "body": list}
_OPTIONAL_KEYS = {"to", "numbered", "page", "optional", "outcome", "ground", "clause", "finding", "extends", "verified"}
_BARE = re.compile(r"(?<!》)第[一二三四五六七八九十百零]+条")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with two columns: a label and a text, or ``hand`` lines to be filled in by hand."""

    label: str
    parts: tuple[markup.Part, ...]
    hand: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a body; ``what`` is text, table, fee_table, remedy, signature, annexes, annex or envelope."""

    what: str
    parts: tuple[markup.Part, ...] = ()
    style: str = "body"
    when: markup.Condition | None = None
    each: str = ""
    rows: tuple[Row, ...] = ()
    value: str = ""
    seal: bool = True


@dataclass(frozen=True)
class Template:
    """``facts`` must be given, ``optional`` may be; ``outcome`` and ``ground`` are ids of the law's outcomes.

    ``verified`` is V where the letter rests on text that was seen, else M or I, and ``note`` says on what it rests.
    """

    kind: str
    name: str
    title: str
    to: str
    numbered: bool
    page: str
    facts: tuple[str, ...]
    optional: tuple[str, ...]
    body: tuple[Part, ...]
    outcome: str
    ground: str
    clause: tuple[markup.Part, ...]
    verified: str
    note: str

    def kinds(self) -> Mapping[str, FactKind]:
        """What is known of each fact, the required ones first."""
        return {id_: catalogue()[id_] for id_ in (*self.facts, *self.optional)}

    def spans(self) -> dict[str, str]:
        """The editable spans: id → the wording that stands there by itself."""
        found = [span for part in self.body for span in markup.spans(part.parts)]
        found += [span for part in self.body for row in part.rows for span in markup.spans(row.parts)]
        return {span.id: markup.source(span.parts) for span in found}


@cache
def templates() -> Mapping[str, Template]:
    """Every kind of letter, those of the procedure first, then the answers and the closing records."""
    raw = {entry.name.removesuffix(".yaml"): parse(entry.read_text("utf-8"), entry.name) for entry in _entries()}
    titles = {str(data["title"]) for data in raw.values() if "title" in data}
    kinds = [kind for kind in raw if not kind.startswith("_")]
    kinds.sort(key=lambda kind: (kind.startswith("record_"), kind.startswith("answer_"), kind))
    try:
        return {kind: _Loader(kind, raw, titles).template() for kind in kinds}
    except LawError as error:
        raise LetterError(str(error)) from error


def template(kind: str) -> Template:
    """The template of a kind of letter, by its id or its name.

    :raises LetterError: where there is none, or the name is that of several; they are listed.
    """
    if kind in templates():
        return templates()[kind]
    named = [letter for letter in templates().values() if kind in (letter.name, letter.title)]
    if len(named) == 1:
        return named[0]
    if near := named or [letter for letter in templates().values() if kind and kind in letter.name + letter.title]:
        listed = "、".join(f"{letter.kind}（{letter.name}）" for letter in near)
        raise LetterError(f"“{kind}”不能确定是哪一种文书，请用标识：{listed}")
    raise LetterError(f"没有“{kind}”这种文书（可用：{'、'.join(templates())}）")


def _entries() -> list[Any]:
    folder = files(__package__) / "templates"
    return sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name)


class _Loader:
    def __init__(self, kind: str, raw: dict[str, dict[str, Any]], titles: set[str]) -> None:
        self.where = f"templates/{kind}.yaml"
        self.kind, self.titles = kind, titles
        chain = [raw[kind]]
        while "extends" in chain[-1]:
            chain.append(raw[str(chain[-1]["extends"])])
        self.data: dict[str, Any] = {}
        for data in reversed(chain):
            lists = {key: [*self.data.get(key, []), *data.get(key, [])] for key in ("facts", "optional")}
            self.data |= data | lists
        self.parts_file = parse((files(__package__) / "parts.yaml").read_text("utf-8"), "parts.yaml")

    def fail(self, message: str) -> LetterError:
        return LetterError(f"{self.where}：{message}")

    def template(self) -> Template:
        data = self.data
        for key, kind in _KEYS.items():
            if not isinstance(data.get(key), kind):
                raise self.fail(f"缺少 {key}，或者其类型不对")
        if unknown := set(data) - set(_KEYS) - _OPTIONAL_KEYS - {"note"}:
            raise self.fail(f"不认识 {'、'.join(sorted(unknown))}")
        if data.get("verified", "V") not in MARKS or (data.get("verified", "V") != "V" and not data.get("note")):
            raise self.fail("verified 应为 V、M、I 之一，M 和 I 应有 note")
        body = tuple(self.blocks(data["body"]))
        clause = self.text(data["clause"]) if "clause" in data else ()
        facts, optional = self.facts(body, clause)
        return Template(
            self.kind,
            data["name"],
            data["title"],
            data.get("to", ""),
            data.get("numbered", True),
            data.get("page", "letter"),
            facts,
            optional,
            body,
            data.get("outcome", ""),
            data.get("ground", ""),
            clause,
            data.get("verified", "V"),
            data.get("note", ""),
        )

    def facts(self, body: tuple[Part, ...], clause: tuple[markup.Part, ...]) -> tuple[tuple[str, ...], ...]:
        used = {name.partition(".")[0] for part in body for name in _names(part)} | set(markup.names(clause))
        needed = ["agency", *(["number"] if self.data.get("numbered", True) else []), "date"]
        needed += [self.data["to"]] if "to" in self.data else []
        needed += ["applicant_kind"] if "applicant_kind" in used else []
        optional = list(self.data.get("optional", []))
        if any(part.what == "remedy" for part in body):
            needed += REMEDY
            optional += REMEDY_OPTIONAL
        needed += self.data["facts"]
        optional += ["letterhead"] if self.data.get("page", "letter") == "letter" else []
        needed = list(dict.fromkeys(needed))
        optional = [id_ for id_ in dict.fromkeys(optional) if id_ not in needed]
        if unknown := [id_ for id_ in (*needed, *optional) if id_ not in catalogue()]:
            raise self.fail(f"facts.yaml 中没有 {'、'.join(unknown)}")
        if foreign := used - {*needed, *optional} - COMPUTED:
            raise self.fail(f"用到没有列出的事实 {'、'.join(sorted(foreign))}")
        return tuple(needed), tuple(optional)

    def blocks(self, entries: list[Any]) -> Iterator[Part]:
        for entry in entries:
            block = {entry: None} if isinstance(entry, str) else dict(entry)
            when = markup.condition(str(block.pop("when")), self.where) if "when" in block else None
            if "slot" in block:
                yield from self.blocks(self.data.get(str(block["slot"]), []))
            else:
                yield self.block(block, when)

    def block(self, block: dict[str, Any], when: markup.Condition | None) -> Part:
        style, each = block.pop("style", "body"), block.pop("each", "")
        if len(block) != 1 or style not in STYLES:
            raise self.fail(f"看不懂的一段：{block}")
        ((what, value),) = block.items()
        if what == "text":
            return Part("text", self.text(value), style, when, each)
        if what == "part":
            return Part("text", self.text(self.parts_file[value]), "note" if value == "contact" else style, when)
        if what == "table" and value == "fee_table":
            return Part("fee_table")
        if what == "table":
            return Part("table", rows=tuple(self.row(label, cell) for label, cell in value))
        if what == "signature":
            return Part("signature", seal=(value or {}).get("seal", True))
        if what in ("remedy", "annex", "annexes", "envelope"):
            return Part(what, when=when, value=value or "")
        raise self.fail(f"看不懂的一段：{what}")

    def row(self, label: str, cell: Any) -> Row:
        if isinstance(cell, dict):
            return Row(label, (), int(cell["hand"]))
        return Row(label, self.text(cell))

    def text(self, text: str) -> tuple[markup.Part, ...]:
        parts = markup.parse(str(text).strip(), self.where)
        for literal in markup.literals(parts):
            self.check_citations(literal)
            check_no_remedy(self.where, literal, own=True)
        return parts

    def check_citations(self, literal: str) -> None:
        known = documents()
        for title, article in CITED.findall(literal):
            if title not in self.titles or article:
                try:
                    check_citation(f"《{title}》{article}", known)
                except LawError as error:
                    raise self.fail(str(error)) from None
        if match := _BARE.search(literal):
            raise self.fail(f"条文前应写明文件：{match[0]}")


def _names(part: Part) -> Iterator[str]:
    yield from markup.names(part.parts)
    if part.when:
        yield part.when.name
    if part.each:
        yield part.each
    for row in part.rows:
        yield from markup.names(row.parts)


__all__ = ["Part", "Row", "Template", "template", "templates"]

"""The platform's texts and their English: ``python -m tests.web.messages`` brings the catalogue up to date.

Source strings are Chinese: those in code and templates, and names that stand in YAML and are shown (`names`). What
is not said any more is dropped, what is new stands with an empty translation until somebody writes one; then the
catalogue is compiled. A test compares.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from gongkai.law import clock
from gongkai.law import rules as law
from gongkai.web.portal.terms import LIMITS, REMEDIES
from gongkai.web.requests import acts

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "gongkai" / "web"
CATALOGUE = WEB / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
#: Django's names beside Babel's own
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}


def texts() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """File, line, source string (or singular and plural), context, in the order of the files."""
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("templates/**/*.html"), *WEB.rglob("templates/**/*.txt")]):
        source = path.read_text("utf-8")
        code = source if path.suffix == ".py" else templatize(source, origin=str(path))
        for line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            yield str(path.relative_to(ROOT)), line, message, context


def names() -> Iterator[tuple[str, str, str]]:
    """File, word and context of what is shown from data: tables of the workflow, rules of agencies, the law."""
    for path in sorted(WEB.rglob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        for context, word in words(data) if isinstance(data, dict) else ():
            yield str(path.relative_to(ROOT)), word, context
    rules = law.law_rules()
    said: list[Any] = [text for id_ in (*LIMITS, *REMEDIES) for text in said_by(rules.limits[id_])]
    for method in rules.fees.values():
        said += [*said_by(method), method.counted.text, method.excluded.text if method.excluded else ""]
    for names in (clock.STAGES, clock.CHANNELS, clock.ROLES, clock.WAYS):
        said += names.values()
    said += [kind.name for kind in clock.KINDS.values()]
    said += [text for outcome in rules.outcomes.values() for text in (outcome.name, outcome.group)]
    for text in filter(None, said):
        yield "gongkai/law", text, "law"
    for one in acts.table().acts.values():
        yield "gongkai/web/requests/acts.yaml", one.about, "law"


def said_by(entry: Any) -> list[str]:
    """The words of a limit or a way to charge, on all days."""
    return [entry.name, entry.unit, *(value.source for value in entry.values)]


def words(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Context and word of a workflow's table (`states`, `acts`), of kinds, rules with a reason, channels."""
    if {"states", "acts"} <= data.keys():
        yield "table", data["name"]
        yield "law", data["source"]
        yield from (("state", state["name"]) for state in data["states"].values())
        yield from (("act", act["name"]) for act in data["acts"].values())
    for entry in data.values():
        if isinstance(entry, dict) and {"genre", "item"} <= entry.keys():
            yield "kind", entry["name"]
        if isinstance(entry, dict) and "because" in entry:
            yield "rule", entry["because"]
            yield "law", entry["source"]
        if isinstance(entry, dict) and "carrier" in entry:
            yield "channel", entry["name"]
    for name in data.get("platforms", {}).values() if "of_channel" in data else ():
        yield "platform", name


def collected() -> Catalog:
    """A catalogue of all texts without translations; files named, lines not: they would change with every edit."""
    catalogue = Catalog(locale="en", charset="utf-8", header_comment="# The platform in English.", project="gongkai")
    for path, _line, message, context in texts():
        catalogue.add(message, locations=[(path, 0)], context=context)
    for path, word, context in names():
        catalogue.add(word, locations=[(path, 0)], context=context)
    return catalogue


def written(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return header + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n' + out.getvalue().decode().lstrip()


def current() -> Catalog:
    """The catalogue as it lies there."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def renewed() -> Catalog:
    """All texts of today with the translations that are there."""
    new, old = collected(), current() if CATALOGUE.exists() else Catalog(locale="en")
    for message in new:
        there = old.get(message.id, message.context) if message.id else None
        if there is not None and there.string:
            message.string = there.string
    return new


def compiled(catalogue: Catalog) -> bytes:
    # without the time of compiling, so that equal texts are equal bytes
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id and not _complete(message.string)]


def _complete(string: str | Mapping[int, str] | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main() -> None:
    catalogue = renewed()
    CATALOGUE.write_text(written(catalogue), "utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(current()))
    for text in untranslated(catalogue):
        print(text)


if __name__ == "__main__":
    main()

"""The platform's texts and their English: ``python -m tests.web.messages`` brings the catalogue up to date.

Source strings are Chinese. What the code does not say any more is dropped, what is new stands with an empty
translation until somebody writes one; then the catalogue is compiled. A test compares.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

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


def collected() -> Catalog:
    """A catalogue of all texts without translations; files named, lines not: they would change with every edit."""
    catalogue = Catalog(locale="en", charset="utf-8", header_comment="# The platform in English.", project="gongkai")
    for path, _line, message, context in texts():
        catalogue.add(message, locations=[(path, 0)], context=context)
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

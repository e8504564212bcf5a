"""The verbs of the audit and their sentences: verbs.yaml, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from django.utils.translation import get_language

from gongkai.workdays.strict import Miswritten, check_fields, read_strictly

FILE = Path(__file__).parent / "verbs.yaml"
VERB = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
FIELD = re.compile(r"officer|role|agency|object|(old|new)\[[\w ]+\]")
#: What stands in a sentence for a value that was not noted.
NOTHING = "—"


class VerbMiswritten(ValueError):
    """verbs.yaml is not as it must be; the message says where."""


@dataclass(frozen=True)
class Verb:
    """A verb in words; `en` is empty where nobody has written it yet."""

    zh: str
    en: str = ""

    @property
    def title(self) -> str:
        """The sentence without the values, for a list to choose from."""
        words = self.en if self.en and (get_language() or "").startswith("en") else self.zh
        return "".join(text + ("…" if field else "") for text, field, _spec, _kind in Formatter().parse(words))

    def say(self, **values: Any) -> str:
        """The sentence in the language of the request."""
        words = self.en if self.en and (get_language() or "").startswith("en") else self.zh
        return _Filled().vformat(words, (), values)


class _Filled(Formatter):
    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        try:
            value, name = super().get_field(field_name, args, kwargs)
        except (KeyError, IndexError, TypeError):
            return NOTHING, field_name
        if isinstance(value, list):
            value = "、".join(map(str, value))
        return (NOTHING if value in (None, "") else value), str(name)


@cache
def verbs() -> Mapping[str, Verb]:
    """All of them."""
    return read(FILE.read_text("utf-8"))


def verb(name: str) -> Verb:
    """One of them; one that is not known any more still says who and what."""
    return verbs().get(name) or Verb(f"{{officer}}：{name}（{{object}}）")


def read(text: str) -> dict[str, Verb]:
    """
    :raises VerbMiswritten: naming the verb.
    """
    try:
        entries = read_strictly(text)
        if not isinstance(entries, dict):
            raise Miswritten("应为 动词: 句子")
        return {name: _verb(name, entry) for name, entry in entries.items()}
    except Miswritten as error:
        raise VerbMiswritten(f"verbs.yaml：{error}") from None


def _verb(name: str, entry: Any) -> Verb:
    if not isinstance(name, str) or not VERB.fullmatch(name):
        raise Miswritten(f"{name}：动词写成 agency.renamed")
    entry = {"zh": entry} if isinstance(entry, str) else entry
    check_fields(entry, {"zh": str}, name, optional={"en": str})
    for words in entry.values():
        try:
            fields = [field for _, field, _, _ in Formatter().parse(words) if field is not None]
        except ValueError as error:
            raise Miswritten(f"{name}：括号不配对（{error}）") from None
        for field in fields:
            if not FIELD.fullmatch(field):
                raise Miswritten(f"{name}：不认识 {{{field}}}")
    return Verb(**entry)

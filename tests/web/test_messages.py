"""The platform's texts stand in the catalogue, each with its English."""

from __future__ import annotations

import re
from string import Formatter

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.utils.translation import override

from gongkai.web.audit.verbs import verbs
from tests.web.messages import CATALOGUE, compiled, current, renewed, untranslated, written

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+0]?(?:\.\d+)?[sdfr]|%%")
RENEW = "run `python -m tests.web.messages` and write what is missing"


def strings(value: str | list[str] | tuple[str, ...] | dict[int, str]) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value.values()) if isinstance(value, dict) else list(value)


def test_the_catalogue_has_the_texts_of_today_and_no_others() -> None:
    assert CATALOGUE.read_text("utf-8") == written(renewed()), RENEW


def test_every_text_is_translated() -> None:
    assert untranslated(current()) == [], RENEW


def test_the_compiled_catalogue_is_fresh() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(current()), RENEW


def test_both_sides_have_the_same_placeholders() -> None:
    differing = [
        (message.id, message.string)
        for message in current()
        if message.id
        and {frozenset(PLACEHOLDER.findall(text)) for text in strings(message.id)}
        != {frozenset(PLACEHOLDER.findall(text)) for text in strings(message.string)}
    ]
    assert differing == []


def test_both_sides_have_the_same_marks_of_html() -> None:
    mark = re.compile(r"</?[a-z]+[^>]*>")
    differing = [
        message.id
        for message in current()
        if message.id and {*mark.findall(strings(message.id)[0])} != {*mark.findall(strings(message.string)[0])}
    ]
    assert differing == []


def test_every_verb_has_an_english_sentence_with_the_same_values() -> None:
    def values(sentence: str) -> set[str]:
        return {field for _text, field, _spec, _kind in Formatter().parse(sentence) if field}

    assert {name for name, verb in verbs().items() if not verb.en} == set()
    assert {name for name, verb in verbs().items() if values(verb.zh) != values(verb.en)} == set()


def test_verbs_stand_by_their_nouns() -> None:
    nouns = [name.partition(".")[0] for name in verbs()]
    assert len([noun for noun, before in zip(nouns, ["", *nouns], strict=False) if noun != before]) == len(set(nouns))


def test_what_django_says_of_a_field_is_in_our_words() -> None:
    catalogue = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
    with (catalogue / "django.po").open("rb") as source, (catalogue / "django.mo").open("rb") as made:
        said, compiled = read_po(source, locale="zh_Hans"), read_mo(made)
    words = [
        {"".join(strings(one.id)): "".join(strings(one.string)) for one in of if one.id} for of in (said, compiled)
    ]
    assert words[0] == words[1]
    form = forms.Form({"word": "一二三四"})
    form.fields["word"] = forms.CharField(max_length=3)
    with override("zh-hans"):
        assert form.errors["word"] == ["最多3个字，现在是4个。请缩短。"]

"""Every verb has its sentence, and a thing's history is read in sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from gongkai.web.audit.acts import act
from gongkai.web.audit.history import Change, sentences
from gongkai.web.audit.labels import LABELS
from gongkai.web.audit.notes import Actor
from gongkai.web.audit.verbs import VERB, VerbMiswritten, read, verb, verbs
from gongkai.web.visibility import PUBLIC
from tests.web.world import World

WEB = Path(__file__).resolve().parents[3] / "gongkai" / "web"


def noted(tree: ast.AST) -> Iterator[str]:
    """Verbs that a file notes: the words in the first argument of `.note(…)`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "note"
            and node.args
        ):
            for part in (part for first in node.args[:1] for part in ast.walk(first)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_verb_that_is_noted_has_a_sentence() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in WEB.rglob("*.py")}
    unsaid = [f"{path.name}: {name}" for path, tree in trees.items() for name in noted(tree) if name not in verbs()]
    assert unsaid == []


def named(tree: ast.AST) -> Iterator[str]:
    """Names of values that a file notes: the keys in `old=` and `new=` of `.note(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
            told = (part for word in node.keywords if word.arg in ("old", "new") for part in ast.walk(word.value))
            for part in (key for one in told if isinstance(one, ast.Dict) for key in one.keys):
                if isinstance(part, ast.Constant):
                    yield part.value


def test_every_value_that_is_noted_has_a_name_in_words() -> None:
    names = {name for path in WEB.rglob("*.py") for name in named(ast.parse(path.read_text("utf-8")))}
    assert len(names) > 40
    assert names - set(LABELS) == set()


def test_every_sentence_is_that_of_a_verb_in_use() -> None:
    """Also where the verb comes from a table: then it stands as a word in the code or its data."""
    text = "\n".join(
        path.read_text("utf-8")
        for path in WEB.rglob("*")
        if path.suffix in {".py", ".yaml"} and path.name != "verbs.yaml"
    )
    assert [name for name in verbs() if name not in text] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("renamed: 甲", "动词写成"),
        ("agency.renamed: ''", "不能为空"),
        ("agency.renamed: {zh: 甲, de: 乙}", "不认识 de"),
        ("agency.renamed: {en: x}", "缺少 zh"),
        ("agency.renamed: '{officer.password}'", "不认识 {officer.password}"),
        ("agency.renamed: '{officer'", "括号"),
        ("agency.renamed: 甲\nagency.renamed: 乙", "写了两次"),
        ("- a", "应为"),
    ],
)
def test_a_sentence_that_is_miswritten_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(VerbMiswritten, match=wrong):
        read(text)


def test_a_sentence_is_filled_with_what_was_noted() -> None:
    (said,) = read(
        "agency.renamed: {zh: '{officer}将“{old[name]}”更名为“{new[name]}”', en: '{officer} renamed it'}"
    ).values()
    values: dict[str, Any] = {"officer": "甲（演示）", "old": {"name": "旧"}, "new": {"name": None}}
    assert said.say(**values) == "甲（演示）将“旧”更名为“—”"
    with translation.override("en"):
        assert said.say(**values) == "甲（演示） renamed it"
    assert verb("gone.long_ago").say(officer="甲", object="乙") == "甲：gone.long_ago（乙）"
    assert all(VERB.fullmatch(name) for name in verbs())


def test_a_history_names_fields_and_values_as_forms_do(world: World, django_assert_num_queries: Any) -> None:
    civil = world.agencies["civil"]
    with act(by=Actor("甲（演示）", role="handler,approver")) as done:
        done.note(
            "guards.restored",
            of=civil.thing,
            agency=civil.holder,
            old={"tier": "county", "closed": None, "name": "<b>"},
            new={"tier": "city", "closed": "2026-03-02", "name": "<b>", "else": [1, True]},
        )
    with django_assert_num_queries(1):
        event, *_ = sentences("agency", civil.pk, reader=PUBLIC)
    assert (event.text, event.role) == ("甲（演示）恢复了审计表的数据库保护", "经办、签发")
    assert event.changes == [
        Change("层级", "县级", "市级"),
        Change("撤销日期", "—", "2026年3月2日"),
        Change("else", "—", "1、是"),
    ]
    html = render_to_string("audit/history.html", {"history": [event]})
    assert "县级" in html
    assert "<b>" not in html
    assert "还没有" in render_to_string("audit/history.html", {"history": []})

"""Search finds exactly what contains the words, whatever the database, and nothing that may not be seen."""

from __future__ import annotations

import random
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.web.search.entries import DayFull, OutsideATransaction, drop, put
from gongkai.web.search.finding import find
from gongkai.web.search.folding import fold, marked
from gongkai.web.search.models import Entry
from gongkai.web.search.queries import parse
from gongkai.web.visibility import PUBLIC, Level
from tests.web.world import World

DAY = date(2026, 3, 2)


def place(id: int, title: str, text: str = "", **given: Any) -> None:
    values: dict[str, Any] = {"agency_id": 1, "level": Level.PUBLIC, "url": f"/{id}", "date": DAY} | given
    with transaction.atomic():
        put(values.pop("kind", "thing"), id, title=title, text=text, **values)


def ids(query: str, **given: Any) -> list[int]:
    return [int(hit.entry.object_id) for hit in find(query, reader=PUBLIC, **given)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("低保", [1]),
        ("最低生活保障", [2]),
        ("生活 低保", []),
        ("办法 示范区", [2, 1]),
        ('"低保 办法"', [1]),
        ("“低保办法”", [1]),
        ("办法 -低保", [2]),
        ("办法 －低保", [2]),
        ('办法 -"最低生活"', [1]),
        ("-办法", [4, 3]),
        ("示", [2, 1]),
        ("２０２６", [3]),
        ("pm2.5", [3]),
        ("ＰＭ2.5", [3]),
        ("M2", [3]),
        ("資訊公開", []),
        ("信息公開", [4]),
        ("ガイド", [4]),
        ("总体情况", [4]),
        ("𠮷", [4]),
        ("", []),
        ("   ", []),
        ('""', []),
        ("不存在", []),
    ],
)
def test_what_a_query_finds(query: str, found: list[int]) -> None:
    place(1, "示范区低保办法", "第一条")
    place(2, "示范区最低生活保障办法")
    place(3, "监测公报", "2026 年 PM2.5 平均浓度")
    place(4, "政府資訊", "政府信息\n公开 ｶﾞｲﾄﾞ 总 体 情 况 𠮷野家")
    assert ids(query) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ['"', '""', "'", "%", "_", "*", "a*", "NEAR(a b)", "a AND", "OR", "NOT", "(", "^a", "tokens:a", "\\", "-", "--",
     '-"', "\x00", "a\x00b", "\ud800", "{a b}", "a + b", ";DROP TABLE search_entry", "中" * 5000, "a " * 500,
     "𠮷" * 100, "%s", "%(a)s", "{}", "<script>", "\u202e公开", "$$", "''||''", "\U0010ffff"],
)  # fmt: skip
def test_no_sign_in_a_query_raises(query: str) -> None:
    place(1, "示范区低保办法", "第一条")
    for order in ("newest", "relevance"):
        find(query, reader=PUBLIC, order=order)  # type: ignore[arg-type]
        find("低保 " + query, reader=PUBLIC, order=order)  # type: ignore[arg-type]


ALPHABET = "政府信息公开办法示范区民政局一二三12abAB　 ，。“”ＡＢ①㎡開資\n𠮷éß-%_'\x00"


def naive(documents: dict[int, str], query: str) -> list[int]:
    parsed = parse(query)
    return sorted(
        number
        for number, folded in documents.items()
        if parsed
        and all(word in folded for word in parsed.wanted)
        and not any(word in folded for word in parsed.unwanted)
    )


@pytest.mark.django_db
def test_hits_are_exactly_the_documents_that_contain_the_words() -> None:
    """Against a scan of all, with texts put, changed and dropped in between."""
    chance = random.Random(4)

    def text(longest: int) -> str:
        return "".join(chance.choice(ALPHABET) for _ in range(chance.randint(0, longest)))

    documents: dict[int, str] = {}
    for step in range(400):
        number = chance.randint(1, 150)
        if number in documents and chance.random() < 0.3:
            with transaction.atomic():
                drop("thing", number)
            del documents[number]
            continue
        title, body = text(12), text(80)
        place(number, title, body, date=DAY - timedelta(days=chance.randint(0, 9)))
        documents[number] = f"{fold(title)}\x1f{fold(body)}"
        if step % 2:
            query = " ".join(chance.choice(["", "-", '"']) + text(4) for _ in range(chance.randint(1, 3)))
            assert sorted(ids(query, size=200)) == naive(documents, query), query
    for _ in range(300):
        folded = chance.choice(list(documents.values()))
        begin = chance.randint(0, len(folded))
        query = folded[begin : begin + chance.choice([1, 1, 2, 2, 3, 5, 8])]
        places = [hit.entry.position for hit in find(query, reader=PUBLIC, size=200)]
        assert places == sorted(places, reverse=True), query
        assert sorted(ids(query, size=200)) == naive(documents, query), query
        assert sorted(ids(query, size=200, order="relevance")) == naive(documents, query), query


@pytest.mark.django_db
def test_newest_first_or_the_words_in_the_title_first() -> None:
    place(1, "低保公告", date=DAY - timedelta(days=9))
    place(2, "公告", "低保", date=DAY - timedelta(days=1))
    place(3, "公告", "低保，当日后发", date=DAY - timedelta(days=1))
    place(4, "公告", "低保", date=DAY - timedelta(days=30))
    assert ids("低保") == [3, 2, 1, 4]
    assert ids("低保", order="relevance") == [1, 3, 2, 4]
    place(4, "公告", "低保", date=DAY)
    assert ids("低保") == [4, 3, 2, 1]


@pytest.mark.django_db
def test_what_is_dropped_or_changed_is_not_found_by_what_it_was() -> None:
    place(1, "低保公告")
    place(1, "救助公告")
    assert (ids("低保"), ids("救助")) == ([], [1])
    with transaction.atomic():
        drop("thing", 1)
        drop("thing", 1)
    assert ids("救助") == []
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_filters_narrow() -> None:
    place(1, "低保公告", kind="thing", agency_id=1, date=DAY)
    place(1, "低保来信", kind="letter", agency_id=2, date=DAY - timedelta(days=5))
    assert len(find("低保", reader=PUBLIC)) == 2
    assert [hit.entry.kind for hit in find("低保", reader=PUBLIC, kinds=["letter"])] == ["letter"]
    assert [hit.entry.kind for hit in find("低保", reader=PUBLIC, agencies=[1])] == ["thing"]
    assert [hit.entry.kind for hit in find("低保", reader=PUBLIC, since=DAY)] == ["thing"]
    assert [hit.entry.kind for hit in find("低保", reader=PUBLIC, until=DAY - timedelta(days=1))] == ["letter"]
    assert len(find("低保", reader=PUBLIC, kinds=[])) == 0


def test_the_gate_stands_before_search(world: World) -> None:
    civil, other = world.agencies["civil"], world.agencies["neighbour-civil"]
    for number, level in enumerate(Level, 1):
        place(number, "低保案卷", level=level, agency_id=civil.pk)

    def seen(reader: Any, **given: Any) -> set[str]:
        return {hit.entry.level for hit in find("低保", reader=reader, **given)}

    assert seen(PUBLIC) == {"public"}
    assert seen(world.officer("handler@neighbour-civil")) == {"public"}
    assert seen(world.officer("handler@neighbour-civil"), agencies=[civil.pk]) == {"public"}
    assert seen(world.officer("handler@civil")) == {"public", "applicant", "internal"}
    assert seen(world.officer("secrecy@civil")) == {level.value for level in Level}
    assert seen(world.officer("supervisor@district")) == {"public", "applicant", "internal"}
    assert seen(world.officer("handler@civil"), agencies=type(other).objects.filter(pk=other.pk).values("pk")) == set()


@pytest.mark.django_db
def test_the_words_alone_say_how_many_queries() -> None:
    """Newest first two; with the titles first one more for each word, and one for what is shown."""
    for rows in (3, 300):
        for number in range(rows):
            place(number, "低保公告", f"第{number}号")
        for order, most in (("newest", 2), ("relevance", 5)):
            with CaptureQueriesContext(connection) as asked:
                page = find("低保 公告", reader=PUBLIC, order=order, page=1)  # type: ignore[arg-type]
                [(hit.title, hit.excerpt) for hit in page]
            assert len(asked) <= most, order
        assert page.total == rows


@pytest.mark.django_db
@pytest.mark.parametrize("recent", [(), (5,), (5, 3, 40), (2000,)])
def test_where_there_are_many_pages_are_the_same(recent: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """However far the newest are looked through, on PostgreSQL, before its index is asked for the rest."""
    for number in range(60):
        title = "低保办法公告" if number % 7 == 0 else "低保公告" if number % 5 == 0 else "办法"
        place(number, title, "低保的办法" if number < 50 else "低保，办法", date=DAY + timedelta(days=number % 9))
    monkeypatch.setattr("gongkai.web.search.finding.COUNTED", 10)
    monkeypatch.setattr("gongkai.web.search.searching.RECENT", recent)
    for query in ("低保", "低", "低保的办法", "办法 低保", "低保公告 办法"):
        parsed = parse(query).wanted
        texts = {row.pk: (row.folded, row.position) for row in Entry.objects.all()}
        found = {pk: given for pk, given in texts.items() if all(word in given[0] for word in parsed)}
        newest = sorted(found, key=lambda pk: -found[pk][1])
        heads = {pk: found[pk][0].partition("\x1f")[0] for pk in newest}
        best = sorted(newest, key=lambda pk: -sum(word in heads[pk] for word in parsed))
        for order, all_of_them in (("newest", newest), ("relevance", best)):
            shown = [
                hit.entry.pk
                for page in (1, 2)
                for hit in find(query, reader=PUBLIC, order=order, page=page, size=5)  # type: ignore[arg-type]
            ]
            assert shown == all_of_them[:10], (query, order)


@pytest.mark.django_db
def test_pages_are_whole_and_counting_stops_at_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.web.search.finding.COUNTED", 50)
    for number in range(60):
        place(number, "低保公告")
    first, last, beyond = (find("低保", reader=PUBLIC, page=number) for number in (1, 3, 99))
    assert (first.total, first.more, first.paginator.num_pages) == (50, True, 3)
    assert (len(first), len(last), beyond.number) == (20, 20, 3)
    assert not {hit.entry.pk for hit in first} & {hit.entry.pk for hit in last}
    assert first.has_next()


@pytest.mark.django_db
def test_words_are_marked_as_they_were_written() -> None:
    place(1, "示范区<低保>辦法", "甲" * 500 + "依據低 保辦法，ＰＭ２.５" + "乙" * 500)
    (hit,) = find("低保 办法 pm2.5", reader=PUBLIC)
    assert hit.title == "示范区&lt;<mark>低保</mark>&gt;<mark>辦法</mark>"
    assert "<mark>低 保辦法</mark>，<mark>ＰＭ２.５</mark>" in hit.excerpt
    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("…")
    assert len(hit.excerpt) < 300


@pytest.mark.django_db
def test_no_day_runs_over_into_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.web.search.entries._SLOTS", 3)
    for number in range(3):
        place(number, "低保公告")
    if connection.vendor == "sqlite":
        with pytest.raises(DayFull, match="no place"):
            place(3, "低保公告")
    else:  # there the ids follow the day, as many as there are
        place(3, "低保公告")
    assert find("低保", reader=PUBLIC).total == 3 + (connection.vendor != "sqlite")


@pytest.mark.django_db
def test_a_text_of_more_pairs_than_an_index_takes_is_found() -> None:
    """PostgreSQL's takes a million bytes of them: such a text is looked into each time."""
    first, second = ([chr(begin + number) for number in range(420)] for begin in (0x4E00, 0x5E00))
    place(1, "检索大全", "".join(one + other for one in first for other in second) + "低保办法")
    place(2, "低保办法")
    for query, found in (("低保办法", 2), ("低保", 2), ("低", 2), ("保低", 0), (first[7] + second[9] + first[7], 1)):
        assert find(query, reader=PUBLIC).total == found, query
    assert [hit.entry.object_id for hit in find("低保", reader=PUBLIC, order="relevance")] == ["2", "1"]


def test_marks_find_their_places_again() -> None:
    assert marked("ﬁle ㎡", ["fi", "m2"]) == [(0, 1), (4, 5)]
    assert marked("cafe\u0301", ["é"]) == [(3, 5)]
    assert marked("abc", ["x"]) == []
    assert marked("第60号 通知", ["第60号"]) == [(0, 4)], "the blank after a word is none of it"


@pytest.mark.django_db
def test_reindexing_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        place(number, "低保公告", f"第{number}号")
    Entry.objects.update(folded="")
    if connection.vendor == "sqlite":  # it forgets what it is told it knew
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")
    out = StringIO()
    call_command("reindex", "--from-scratch", stdout=out)
    assert "30" in out.getvalue()
    assert len(ids("低保", size=100)) == 30
    call_command("reindex", stdout=out)
    assert len(ids("低保", size=100)) == 30


@pytest.mark.django_db
def test_a_damaged_index_is_built_anew_and_forgets_what_no_app_tells() -> None:
    place(1, "低保公告", kind="item")
    Entry.objects.update(folded="")
    call_command("reindex", "--from-scratch", stdout=StringIO())
    assert ids("低保") == []


def test_an_entry_is_written_in_the_transaction_of_what_it_describes(committed: Any) -> None:
    with pytest.raises(OutsideATransaction):
        put("thing", 1, agency_id=1, level=Level.PUBLIC, title="a", text="", url="/", date=DAY)

"""Whoever changes, removes or inserts an event is refused by the database, or else found out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from gongkai.web.audit import guards
from gongkai.web.audit.acts import act
from gongkai.web.audit.chains import digest_of
from gongkai.web.audit.exports import NotAnExport, NotSealed, compare, export
from gongkai.web.audit.faults import Fault
from gongkai.web.audit.models import Event, Seal
from gongkai.web.audit.notes import Actor, Holder, Thing
from gongkai.web.audit.seals import seal
from gongkai.web.audit.verifying import verify

BY, CIVIL = Actor("测试（演示）"), Holder(7, "示范区民政局（演示）")
COLUMNS = ", ".join(field.column for field in Event._meta.concrete_fields)

pytestmark = pytest.mark.django_db


def later() -> date:
    """A day on which what is written now is sealed; asked anew each time, since a run may go past midnight."""
    return timezone.localdate() + timedelta(days=2)


@pytest.fixture(autouse=True)
def five_events() -> None:
    for number in range(5):
        with act(by=BY) as done:
            done.note("agency.renamed", of=Thing("agency", 7, "甲"), agency=CIVIL, old={"n": number}, new={"n": 9})
    with act(by=BY) as done:
        done.note("instance.prepared", of=Thing("agency", 7))


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


ATTACKS = {
    "update": "UPDATE audit_event SET officer_name = 'x' WHERE number = 3",
    "update of a column that is hashed by nobody": "UPDATE audit_event SET id = id + 100",
    "delete": "DELETE FROM audit_event WHERE number = 3",
    "delete of all": "DELETE FROM audit_event",
    "an id that is taken": "INSERT INTO audit_event SELECT {columns} FROM audit_event WHERE number = 3",
    "a number that is taken": "INSERT INTO audit_event ({others}) SELECT {others} FROM audit_event WHERE number = 3",
    "a number too high": ("INSERT INTO audit_event ({others}) SELECT {others_at_9} FROM audit_event WHERE number = 5"),
    "another digest before": (
        "INSERT INTO audit_event ({others}) SELECT {others_at_6} FROM audit_event WHERE number = 5"
    ),
    "update of a seal": "UPDATE audit_seal SET last = 1",
    "delete of a seal": "DELETE FROM audit_seal",
    "a seal that is taken": "INSERT INTO audit_seal SELECT * FROM audit_seal",
}
ON_SQLITE = {
    "replace": "INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event WHERE number = 3",
    "replace by number": "REPLACE INTO audit_event ({others}) SELECT {others} FROM audit_event WHERE number = 3",
    "ignore": "INSERT OR IGNORE INTO audit_event SELECT {columns} FROM audit_event WHERE number = 3",
    "update or replace": "UPDATE OR REPLACE audit_event SET number = 1 WHERE number = 3",
    "upsert": "INSERT INTO audit_event SELECT {columns} FROM audit_event WHERE number = 3"
    " ON CONFLICT DO UPDATE SET officer_name = 'x'",
    "replace of a seal": "REPLACE INTO audit_seal SELECT * FROM audit_seal",
}
ON_POSTGRESQL = {
    "truncate": "TRUNCATE audit_event",
    "truncate of a seal": "TRUNCATE audit_seal CASCADE",
    "as a replica": "SET LOCAL session_replication_role = replica; DELETE FROM audit_event",
    "upsert": "INSERT INTO audit_event SELECT {columns} FROM audit_event WHERE number = 3"
    " ON CONFLICT (id) DO UPDATE SET officer_name = 'x'",
}


def worded(statement: str) -> str:
    others = COLUMNS.removeprefix("id, ")
    return statement.format(
        columns=COLUMNS,
        others=others,
        others_at_9=others.replace("number", "9", 1),
        others_at_6=others.replace("number", "6", 1),
    )


def attacks() -> dict[str, str]:
    return ATTACKS | (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


def test_the_database_refuses_every_attack() -> None:
    seal(later())
    before = list(Event.objects.values()), list(Seal.objects.values())
    passed = []
    for name, statement in attacks().items():
        try:
            with transaction.atomic():
                sql(worded(statement))
            passed.append(name)
        except Error as error:
            passed += [] if "audit_" in str(error) else [f"{name}: {error}"]
    assert passed == []
    assert (list(Event.objects.values()), list(Seal.objects.values())) == before
    assert list(verify()) == []


def test_what_django_offers_is_refused_too() -> None:
    for attack in (Event.objects.all().delete, lambda: Event.objects.update(verb="x")):
        with pytest.raises(Error, match="audit_event"), transaction.atomic():
            attack()


# --- with the guards out of the way --------------------------------------------------------------------------------


@contextmanager
def unguarded() -> Iterator[None]:
    """As one who owns the database works: without the guards, which are there again afterwards."""
    with connection.cursor() as cursor:
        for table in guards.TABLES:
            names = guards.SQLITE if connection.vendor == "sqlite" else guards.POSTGRESQL
            for name in names:
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER {table}_{name}{on}")
    yield
    guards.install(connection)
    assert guards.check() == []


def hashed_anew() -> None:
    """The whole chain hashed again, as if nothing had been."""
    previous = ""
    for event in Event.objects.filter(chain=CIVIL.chain).order_by("number"):
        event.previous = previous
        previous = digest_of(event)
        Event.objects.filter(pk=event.pk).update(previous=event.previous, digest=previous)


def numbers(faults: list[Fault]) -> list[tuple[str, int | None]]:
    return [(fault.chain, fault.number) for fault in faults]


def test_a_changed_event_is_found() -> None:
    with unguarded():
        Event.objects.filter(chain=CIVIL.chain, number=3).update(officer_name="别人")
    (fault,) = verify()
    assert (fault.chain, fault.number) == (CIVIL.chain, 3)
    assert "被改动" in str(fault)


def test_a_changed_event_with_a_digest_of_its_own_is_found_at_the_next_one() -> None:
    with unguarded():
        event = Event.objects.get(chain=CIVIL.chain, number=3)
        event.officer_name = "别人"
        Event.objects.filter(pk=event.pk).update(officer_name="别人", digest=digest_of(event))
    assert numbers(list(verify())) == [(CIVIL.chain, 4)]


def test_a_removed_event_is_found() -> None:
    with unguarded():
        Event.objects.filter(chain=CIVIL.chain, number__in=[2, 3]).delete()
    (fault,) = verify()
    assert str(fault) == f"{CIVIL.chain} 第2号：缺少第2至3号，被删除"


def test_an_inserted_event_is_found() -> None:
    with unguarded():
        event = Event.objects.get(chain=CIVIL.chain, number=5)
        event.pk, event.number = None, 6
        Event.objects.bulk_create([event])
    assert {fault.number for fault in verify()} == {6}


def test_a_sealed_end_that_is_removed_is_found() -> None:
    seal(later())
    with unguarded():
        Event.objects.filter(chain=CIVIL.chain, number__gt=3).delete()
    (fault,) = verify()
    assert str(fault) == f"{CIVIL.chain} 第4号：链末的事件被删除：封存时还有第4至5号"


def test_a_whole_chain_that_is_removed_is_found() -> None:
    seal(later())
    with unguarded():
        Event.objects.filter(chain=CIVIL.chain).delete()
    assert numbers(list(verify())) == [(CIVIL.chain, 1)]


def test_a_chain_hashed_anew_does_not_fit_its_seal() -> None:
    seal(later())
    with unguarded():
        Event.objects.filter(chain=CIVIL.chain, number=3).update(officer_name="别人")
        hashed_anew()
    (fault,) = verify()
    assert "整链被重算" in str(fault)


def test_a_changed_or_removed_seal_is_found() -> None:
    seal(later())
    with unguarded():
        Seal.objects.filter(chain=CIVIL.chain).update(last=4)
    assert any("封存记录被改动" in str(fault) for fault in verify())
    with unguarded():
        Seal.objects.filter(chain=CIVIL.chain).delete()
    assert [fault for fault in verify() if "总摘要不符" in str(fault)]


def exported() -> bytes:
    file = io.BytesIO()
    export(file)
    return file.getvalue()


def test_an_export_finds_what_was_sealed_anew() -> None:
    """Chains, seals and days hashed anew by one who has the whole database: only what lies elsewhere tells."""
    seal(later())
    kept = exported()
    assert list(compare(kept.splitlines(keepends=True))) == []
    with unguarded():
        Seal.objects.all().delete()
        Event.objects.filter(chain=CIVIL.chain, number=5).delete()
        Event.objects.filter(chain=CIVIL.chain, number=3).update(new={"n": 10})
        hashed_anew()
        seal(later())
    assert list(verify()) == []
    found = [str(fault) for fault in compare(kept.splitlines(keepends=True))]
    assert any(text.startswith(f"{CIVIL.chain} 第3号") and "新值原为" in text for text in found)
    assert f"{CIVIL.chain} 第5号：导出之后被删除" in found
    assert not any("第2号" in text or "instance 第" in text for text in found)


def test_a_changed_export_is_found() -> None:
    seal(later())
    lines = exported().splitlines(keepends=True)
    forged = [line.replace("测试".encode(), "别人".encode()) for line in lines]
    for wrong in (forged, lines[:-1], lines[1:], [*lines, lines[1]], [b"{}\n"], [b"[]\n"]):
        with pytest.raises(NotAnExport):
            list(compare(wrong))


def test_days_are_sealed_once_and_only_when_they_are_over() -> None:
    assert seal(min(Event.objects.values_list("time", flat=True)).astimezone().date()) == []
    with pytest.raises(NotSealed):
        exported()
    first = seal(later())
    assert len(first) == (later() - first[0].day).days
    assert seal(later()) == []
    head, *_, end = [json.loads(line) for line in exported().splitlines()]
    assert (head["line"], end["digest"]) == ("audit", first[-1].digest)


def test_an_event_after_the_seal_of_its_day_is_sealed_with_the_next() -> None:
    """The clock of another server may be late."""
    seal(later() - timedelta(days=1))
    with act(by=BY) as done:
        done.note("agency.renamed", of=Thing("agency", 7), agency=CIVIL)
    seal(later())
    assert list(Seal.objects.filter(chain=CIVIL.chain).order_by("number").values_list("first", "last")) == [
        (1, 5),
        (6, 6),
    ]
    assert list(verify()) == []


# --- the guards themselves ------------------------------------------------------------------------------------------


def test_a_table_that_had_another_name_for_a_while_is_guarded_as_before() -> None:
    for table in guards.TABLES:
        sql(f"ALTER TABLE {table} RENAME TO another")
        sql(f"ALTER TABLE another RENAME TO {table}")
    assert guards.check() == []
    assert list(verify()) == []


def test_missing_altered_and_foreign_guards_are_named() -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER audit_event_delete")
        sql("DROP TRIGGER audit_seal_update")
        sql("CREATE TRIGGER audit_seal_update BEFORE UPDATE ON audit_seal BEGIN SELECT 1; END")
        sql("CREATE TRIGGER mine AFTER INSERT ON audit_event BEGIN SELECT 1; END")
        wrong = ["audit_event_delete: missing", "audit_seal_update: altered", "mine: not ours"]
    else:
        sql("DROP TRIGGER audit_event_kept ON audit_event")
        sql("ALTER TABLE audit_event DISABLE TRIGGER audit_event_whole")
        sql(
            "CREATE OR REPLACE FUNCTION audit_seal_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
        sql("CREATE RULE mine AS ON UPDATE TO audit_seal DO INSTEAD NOTHING")
        # Rows that a policy hides, and rows in a table that inherits: no trigger of ours sees them.
        sql("ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY")
        sql("CREATE TABLE besides () INHERITS (audit_seal)")
        wrong = [
            "audit_event_kept: missing",
            "audit_event_whole: altered",
            "audit_seal_insert: altered",
            "mine: not ours",
            "audit_event row security: not ours",
            "besides: not ours",
        ]
    assert guards.check() == wrong
    with pytest.raises(guards.GuardsMissing, match="missing"):
        guards.require()
    assert [str(fault) for fault in verify()][: len(wrong)] == [
        f"database：数据库的保护不完整（{one}）" for one in wrong
    ]

"""Personal data: unreadable in the database, its dumps, events and logs; shown masked; readable with the key."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models

from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor, Thing
from gongkai.web.personal import (
    BlindIndexField,
    EncryptedTextField,
    FieldKeyMissing,
    Kind,
    blind_index,
    decrypt,
    encrypt,
    key_ids,
    mask,
)

PHONE = "138 0000 1234"
OLD, NEW = "an old secret of the tests", "a new secret of the tests"


class Applicant(models.Model):
    """A model of this test alone."""

    phone = EncryptedTextField("电话", blank=True, null=True)
    phone_index = BlindIndexField(of="phone")

    class Meta:
        app_label = "files"
        db_table = "personal_of_a_test"


@pytest.fixture
def table(db: None) -> None:
    """SQLite makes no table inside a transaction by Django's editor."""
    with connection.cursor() as cursor:
        kind = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "serial PRIMARY KEY"
        cursor.execute(f"CREATE TABLE personal_of_a_test (id {kind}, phone text NULL, phone_index varchar(64))")


@pytest.mark.parametrize(
    ("value", "kind", "masked"),
    [
        ("13800001234", Kind.PHONE, "138****1234"),
        ("12345", Kind.PHONE, "***45"),
        ("110101199001011234", Kind.ID, "1****************4"),
        ("E1", Kind.ID, "**"),
        ("示范省示范市示范区人民路1号", Kind.ADDRESS, "示范省示范市****"),
        ("示范区人民路1号", Kind.ADDRESS, "示范区****"),
        ("人民路1号", Kind.ADDRESS, "人民****"),
        ("demo@example.org", Kind.EMAIL, "d****@example.org"),
        ("demo", Kind.EMAIL, "d***"),
        ("", Kind.PHONE, ""),
    ],
)
def test_a_mask_shows_what_may_be_shown(value: str, kind: Kind, masked: str) -> None:
    assert mask(value, kind) == masked


def test_what_is_encrypted_is_read_with_its_key_only(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    token, (name,) = encrypt("文"), key_ids()
    assert token != encrypt("文")
    assert decrypt(token) == "文"
    settings.FIELD_KEYS = [NEW, OLD]
    assert decrypt(token) == "文"
    assert name not in encrypt("文")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(FieldKeyMissing, match=name):
        decrypt(token)
    with pytest.raises(FieldKeyMissing):
        decrypt(encrypt("文")[:-8] + "AAAAAAA=")


def test_neither_database_nor_dump_nor_event_nor_log_holds_it(table: None, caplog: Any, settings: Any) -> None:
    settings.DEBUG = True
    connection.force_debug_cursor = True
    with caplog.at_level(logging.DEBUG, logger="django.db.backends"), act(by=Actor("测试（演示）")) as done:
        applicant = Applicant.objects.create(phone=PHONE)
        Applicant.objects.filter(pk=applicant.pk).update(phone=PHONE)
        done.note(
            "agency.renamed", of=Thing("agency", 1), new={"phone": mask(PHONE, Kind.PHONE), "row": repr(applicant)}
        )
    connection.force_debug_cursor = False
    assert Applicant.objects.get().phone == PHONE
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM personal_of_a_test")
        stored = str(cursor.fetchall())
    dump = io.StringIO()
    serializers.serialize("json", Applicant.objects.all(), stream=dump)
    events = str(list(Event.objects.values()))
    texts = {"row": stored, "dump": dump.getvalue(), "events": events, "log": caplog.text}
    assert [name for name, text in texts.items() if PHONE in text or "0000 1234" in text] == []
    assert "gk1:" in stored
    assert "INSERT" in caplog.text
    (row,) = serializers.deserialize("json", dump.getvalue())
    assert row.object.phone == PHONE


def test_it_is_found_by_its_blind_index_and_by_nothing_else(table: None, settings: Any) -> None:
    Applicant.objects.create(phone=PHONE)
    Applicant.objects.create(phone=None)
    Applicant.objects.create(phone="")
    assert Applicant.objects.get(phone_index=blind_index("138-0000-1234")).phone == PHONE
    assert Applicant.objects.get(phone__isnull=True).phone_index == ""
    assert Applicant.objects.filter(phone_index=blind_index("")).count() == 2
    for lookup in ("phone", "phone__contains", "phone__in", "phone__gt"):
        with pytest.raises(FieldError, match="encrypted"):
            Applicant.objects.filter(**{lookup: PHONE}).exists()
    settings.FIELD_KEYS = [NEW]
    assert not Applicant.objects.filter(phone_index=blind_index(PHONE)).exists()

"""Registers go out in batches: an agency's decisions, fees, procurement."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.urls import reverse

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act, recorded
from gongkai.web.disclosure.batches.stocks import Line, Stock
from gongkai.web.disclosure.models import Batch, Topic
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS
from gongkai.web.disclosure.registers.shown import cells, columns, writable
from gongkai.web.visibility import Level


def waiting(register: str, agency: Agency, topic: Topic | None = None) -> Any:
    """The lines that could be public and are not."""
    rows = MODELS[register].objects.filter(agency=agency, level=Level.INTERNAL)
    return rows.filter(public=True) if register == "decisions" else rows


def _lines(register: str, rows: Iterable[Any]) -> list[Line]:
    return [Line(row.pk, tuple(cells(register, row))) for row in rows]


def _release(register: str, batch: Batch, rows: Any, done: Act, by: Officer) -> None:
    new = {"list": recorded(REGISTERS[register].name), "count": int(rows.update(level=Level.PUBLIC))}
    done.note("register.released", of=batch.agency.thing, agency=batch.agency.holder, new=new)


def _page(batch: Batch) -> str:
    return reverse("disclosure:register", args=[batch.room, batch.agency.slug])


def stocks() -> Iterable[Stock]:
    for id_, room in REGISTERS.items():
        yield Stock(
            id=id_,
            name=room.name,
            model=MODELS[id_],
            heads=tuple(column.head for column in columns(id_)),
            fields=tuple(writable(id_)),
            waiting=partial(waiting, id_),
            lines=partial(_lines, id_),
            release=partial(_release, id_),
            page=_page,
        )

"""What happened to a thing, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gongkai.web.audit.gate import Gate
from gongkai.web.audit.labels import LABELS
from gongkai.web.audit.models import Event
from gongkai.web.audit.verbs import NOTHING, verb
from gongkai.web.visibility import Reader

#: Labels are recorded in the instance's language (`notes.recorded`). Under these names they are words of a context.
CONTEXTS = {"state": "state", "chain": "state", "steps": "state", "act": "act", "role": "role"}


@dataclass(frozen=True)
class Change:
    """One value, as a person names it and reads it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Sentence:
    """One event: when, who in which office, what, and each value that changed."""

    number: int
    chain: str
    time: datetime
    officer: str
    role: str
    agency: str
    object: str
    text: str
    changes: list[Change]


def sentences(kind: str, id: int | str, *, reader: Reader, limit: int | None = None) -> list[Sentence]:
    """The history of one thing, newest first; `kind` and `id` as in its `thing`.

    Show it with `{% include "audit/history.html" with history=… %}`.
    """
    events = Event.objects.filter(kind=kind, object_id=str(id)).order_by("-time", "-pk")
    return tell(events if limit is None else events[:limit], reader=reader)


def tell(events: Iterable[Event], *, reader: Reader) -> list[Sentence]:
    """These events in sentences; what the reader may not see is told without its name."""
    listed = list(events)
    gate = Gate(listed, reader)
    return [_tell(event, gate) for event in listed]


def _tell(event: Event, gate: Gate) -> Sentence:
    object_ = gate.object(event)
    old, new = (_shown(event.kind, gate.values(event, values)) for values in (event.old, event.new))
    role = _("、").join(str(_roles().get(name, name)) for name in event.role.split(",") if name)
    officer = _word("", event.officer_name)  # a program has a name that can be translated
    text = verb(event.verb).say(
        officer=officer,
        role=role,
        agency=event.agency_name,
        object=object_,
        old=old,
        new=new,
    )
    names = dict.fromkeys([*event.old, *event.new])
    changes = [
        Change(_label(event.kind, name), old.get(name, NOTHING), new.get(name, NOTHING))
        for name in names
        if event.old.get(name) != event.new.get(name)
    ]
    return Sentence(
        number=event.number,
        chain=event.chain,
        time=event.time,
        officer=officer,
        role=role,
        agency=event.agency_name,
        object=object_,
        text=text,
        changes=changes,
    )


def _shown(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _value(_field(kind, name), value, name) for name, value in values.items()}


def _value(field: models.Field | None, value: Any, name: str = "") -> str:
    """A value as a form would show it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("、").join(_value(field, item, name) for item in value) or NOTHING
    if isinstance(value, dict):
        return _("；").join(_("：").join((key, _value(None, item))) for key, item in value.items()) or NOTHING
    choices = dict(field.flatchoices) if field is not None else {}
    if value in choices:
        return str(choices[value])
    moment = _moment(value) if isinstance(value, str) else None
    return moment or _word(name, str(value))


def _word(name: str, text: str) -> str:
    """A recorded label, or several, in the reader's language; what is no label stays as it is."""
    if get_language() == settings.LANGUAGE_CODE:
        return text
    context = CONTEXTS.get(name)
    return _("、").join(pgettext(context, part) if context else _(part) for part in text.split("、") if part)


def _moment(text: str) -> str | None:
    """A day or a time of ISO form as people write it."""
    try:
        day, moment = (parse_date(text), None) if len(text) == 10 else (None, parse_datetime(text))
    except ValueError:
        return None
    if moment is not None:
        return date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "DATETIME_FORMAT")
    return date_format(day, "DATE_FORMAT") if day is not None else None


def _label(kind: str, name: str) -> str:
    field = _field(kind, name)
    return str(field.verbose_name if field is not None else LABELS.get(name, name))


def _field(kind: str, name: str) -> models.Field | None:
    return _fields(kind).get(name)


@cache
def _fields(kind: str) -> dict[str, models.Field]:
    """The fields of the model that a thing of this kind is a row of; the audit knows no model above it by import."""
    for model in apps.get_models():
        if model._meta.model_name == kind and model.__module__.startswith("gongkai."):
            return {field.name: field for field in model._meta.concrete_fields}
    return {}


@cache
def _roles() -> dict[str, str]:
    """Offices by their code, as the setting says; `role` of an event holds codes."""
    roles: Any = import_string(settings.AUDIT_ROLES)
    return dict(roles.choices)

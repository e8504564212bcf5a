"""The demo: an invented city whose officers may log in with one printed password.

Everything is done by the actions that the desk calls too, so that the demo cannot show what the product does not do;
each on its day, counted back from today (`days`).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.web import clock
from gongkai.web.audit.seals import seal
from gongkai.web.config.demo import (
    agencies,
    channels,
    cleanups,
    collecting,
    corrections,
    documents,
    findings,
    officers,
    reading,
    registers,
    reports,
    requests,
    topics,
)
from gongkai.web.config.demo.days import LONGEST, Days


def load() -> None:
    """Fill an empty instance, whole or not at all."""
    with transaction.atomic():
        today = timezone.localdate()
        days = Days(today)
        with clock.at(days.morning(LONGEST)):
            tree = agencies.load()
            people = officers.load(tree, today)
        agencies.plan(days, people)
        officers.plan(days, people)
        registers.plan(days, tree, people)
        reports.plan(days, tree, people)
        collecting.plan(days, tree, people)
        written = documents.plan(days, tree, people)
        reading.plan(days, people, written)
        requests.plan(days, tree, people)
        corrections.plan(days, tree, people)
        cleanups.plan(days, tree, people, written)
        days.run()
        findings.load(tree, people, today)
        registers.load(tree, people, today)
        channels.load(tree, people, written, today)
        topics.load(tree, people, written)
        seal(today)


def accounts() -> list[tuple[str, str, str]]:
    """Login name, password, and what the officer does: to be printed where the demo starts."""
    return [(officer["username"], officers.PASSWORD, officer["for"]) for officer in officers.entries()]

"""The demo: an invented city whose officers may log in with one printed password.

Everything is done by the actions that the desk calls too, so that the demo cannot show what the product does not do.
Days are counted from today.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.web.config.demo import agencies, channels, documents, officers, reports


def load() -> None:
    """Fill an empty instance, whole or not at all."""
    with transaction.atomic():
        today = timezone.localdate()
        tree = agencies.load()
        people = officers.load(tree, today)
        documents.load(tree, people)
        channels.load(tree, people, today)
        reports.load(tree, people)


def accounts() -> list[tuple[str, str, str]]:
    """Login name, password, and what the officer does: to be printed where the demo starts."""
    return [(officer["username"], officers.PASSWORD, officer["for"]) for officer in officers.entries()]

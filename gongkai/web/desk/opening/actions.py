"""Requests and disclosure know nothing of each other; here both act, in one transaction (《条例》第四十四条)."""

from __future__ import annotations

from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import draft
from gongkai.web.requests.models import Case, Opening
from gongkai.web.requests.opening.actions import bind


def open_to_all(case: Case, *, kind: str, title: str, suggested: bool, by: Officer, version: int) -> Opening:
    """Draft a document of what was answered; it goes through examination and review like any other.

    :raises Refused: where either part refuses; then neither keeps anything.
    """
    with act(by=by.actor):
        document = draft(case.agency, kind=kind, title=title, by=by)
        return bind(case, document.pk, title=document.title, suggested=suggested, by=by, version=version)

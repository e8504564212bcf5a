"""Absences of officers, and who stands in for them."""

from __future__ import annotations

from datetime import date

from gongkai.web.accounts.models import User


def stands_in_for(user: User, day: date) -> list[User]:
    """The absent users for whom this one stands in on a day."""
    return []

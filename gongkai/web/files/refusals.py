"""Why a file is not taken, each with what to do about it."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A file that is not taken; the message says what to do. A form shows it beside the field."""


class Missing(LookupError):
    """The store has no bytes of that digest."""

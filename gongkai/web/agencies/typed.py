"""Words as they come from a form outside Django's forms: storable, and not too long."""

from __future__ import annotations

from django.http import HttpRequest


def storable(text: str) -> str:
    """Without NUL, which PostgreSQL does not keep."""
    return text.replace("\0", "")


def typed(request: HttpRequest, name: str, most: int = 500) -> str:
    """What was posted under a name, of at most so many characters; nothing where there is none."""
    return storable(request.POST.get(name, ""))[:most]

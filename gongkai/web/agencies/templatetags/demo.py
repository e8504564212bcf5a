"""The banner of a demo."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("accounts/demo_banner.html")
def demo_banner() -> dict[str, bool]:
    """Says that officers work with the password alone; an instance with real data refuses the switch at its start."""
    return {"demo": settings.DEMO}

"""The editor's scripts under the Content-Security-Policy."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import Media
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def media_with_nonce(context: Context, media: Media) -> SafeString:
    """The media of a form; its import map, which stands in the page, carries the nonce of the answer."""
    nonce: Any = context["request"].csp_nonce
    return media.render(attrs={"nonce": str(nonce)})  # type: ignore[call-arg, return-value]

"""What templates of every part need to find the way: through a list, and up from a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.template import Context, Library
from django.urls import reverse

register = Library()


@register.filter
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """The pages to link: first, last, those around this one, and … for what lies between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def at_page(context: Context, number: int) -> str:
    """The address of another page of this list; `turns` is its name where a page has several."""
    asked = context["request"].GET.copy()
    asked[context.get("turns") or "page"] = str(number)
    return f"?{asked.urlencode()}"


@register.filter
def kiosk(path: str | None) -> str:
    """Where the kiosk begins to which an address belongs, so that what goes wrong there leads nobody out of it.

    The page of an error that nobody expected has no address.
    """
    place = re.match("/kiosk/([-a-zA-Z0-9_]+)/", path or "")
    return reverse("portal:kiosk", args=[place[1]]) if place else ""


@register.inclusion_tag("parts/breadcrumbs.html")
def up(label: str, to: str, *args: Any) -> dict[str, Any]:
    """The page above this one, by its name in the addresses."""
    return {"trail": [(label, reverse(to, args=args))]}

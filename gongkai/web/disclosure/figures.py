"""Pictures in a text, as a page shows them: in the sizes that were made of them, none that the reader may not see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gongkai.web.disclosure.texts.richtext import PICTURE
from gongkai.web.files.models import File
from gongkai.web.files.templatetags.files import picture

#: As `richtext.clean` leaves them.
IMAGE = re.compile(r'<img\b(?=[^>]*\bsrc="([^"]*)")(?:[^>]*\balt="([^"]*)")?[^>]*>')
#: What is left of a figure without its picture.
EMPTIED = re.compile(r"<figure>(\s*<figcaption>(?:(?!</figcaption>).)*</figcaption>)?\s*</figure>", re.DOTALL)


def with_sizes(text: SafeString, files: Mapping[UUID, File]) -> SafeString:
    """The text with each of these pictures in its sizes, and without the others."""
    if "<img" not in text:
        return text

    def shown(found: re.Match[str]) -> str:
        place = PICTURE.fullmatch(unescape(found[1]))
        file = files.get(UUID(place[1])) if place else None
        if file is None:
            return ""
        return render_to_string("files/image.html", picture(file) | {"alt": unescape(found[2] or "")}).strip()

    return mark_safe(EMPTIED.sub("", IMAGE.sub(shown, text)))  # cleaned when it was saved; the template escapes

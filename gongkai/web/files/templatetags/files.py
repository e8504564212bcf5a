"""`{% picture file %}`: an image in the sizes that the reader may see, with its alternative text."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.web.files.models import File

register = template.Library()


@register.inclusion_tag("files/image.html")
def picture(file: File, sizes: str = "(min-width: 48em) 42em, 100vw") -> dict[str, Any]:
    """The file must have come through the gate; its renditions follow its level. One query, none if prefetched.

    `File.objects.visible_to(reader).prefetch_related("derived")` for lists.
    """
    made = [one for one in file.derived.all() if one.purpose == "rendition" and one.follows]
    made.sort(key=lambda one: one.width or 0)
    by_type: dict[str, list[File]] = {}
    for one in made:
        by_type.setdefault(one.media_type, []).append(one)
    plain = next((sources for kind, sources in by_type.items() if kind != "image/webp"), [])
    return {
        "file": file,
        "shown": plain[-1] if plain else file,
        "webp": _srcset(by_type.get("image/webp", [])),
        "plain": _srcset(plain),
        "sizes": sizes,
    }


def _srcset(files: list[File]) -> str:
    return ", ".join(f"{file.get_absolute_url()} {file.width}w" for file in files)

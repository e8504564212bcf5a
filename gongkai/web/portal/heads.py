"""What the head of a page says of itself: 网页标签 of 《政府网站发展指引》(国办发〔2017〕47号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.portal.columns import COLUMNS


@dataclass(frozen=True)
class Head:
    """Of the column, and, where `title` is given, of the article on the page."""

    column: str | Promise
    about: str | Promise
    title: str = ""
    source: str = ""
    published: datetime | None = None

    #: of the kinds that 网页标签 knows
    @property
    def kind(self) -> str | Promise:
        return _("政务公开")

    @property
    def keywords(self) -> str:
        return ",".join(str(word) for word in dict.fromkeys((_("政府信息公开"), self.column, self.source)) if word)


def head(column: str, *, title: str = "", source: str = "", published: datetime | None = None) -> Head:
    """The head of a page in one of the five columns."""
    found = next(item for item in COLUMNS if item.id == column)
    return Head(found.label, found.about, title=title, source=source, published=published)

"""What the head of a page says of itself: 网页标签 of 《政府网站发展指引》(国办发〔2017〕47号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    #: what the article itself is about, where somebody said so
    summary: str = ""
    subject: str = ""

    #: of the kinds that 网页标签 knows
    @property
    def kind(self) -> str | Promise:
        return _("政务公开")

    @property
    def keywords(self) -> str:
        """Of the column."""
        return ",".join(str(word) for word in dict.fromkeys((_("政府信息公开"), self.column, self.source)) if word)

    @property
    def article_keywords(self) -> str:
        """Of the page: those of the column, and the subjects of the article."""
        return ",".join((self.keywords, *(word for word in self.subject.split("、") if word)))

    @property
    def description(self) -> str | Promise:
        return " ".join(self.summary.split()) or self.about


def head(column: str, **article: Any) -> Head:
    """The head of a page in one of the five columns, and of the article on it: `title`, `source` …"""
    found = next(item for item in COLUMNS if item.id == column)
    return Head(found.label, found.about, **article)

"""What is said of a document beside its name and text: 文号, 成文日期, 公开属性, where it belongs. It is approved with
the text, so that each version has its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.disclosure.kinds import kinds


class Attribute(models.TextChoices):
    """公开属性, said by whoever drafts (源头认定)."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHELD = "withheld", _("不予公开")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one version. What nobody said is empty."""

    #: 文号, as 示政发〔2026〕3号
    number: str = ""
    #: 发文机关, several joined by 、; empty: the agency itself
    issuer: str = ""
    #: 成文日期: from it run the twenty working days of 《条例》第二十六条
    made: date | None = None
    #: 主题分类, 体裁, 服务对象
    subject: str = ""
    genre: str = ""
    audience: str = ""
    attribute: str = Attribute.ACTIVE.value
    #: Why it is not public: the id of an outcome of `gongkai.law`, and more in words
    ground: str = ""
    ground_note: str = ""
    #: The item of 《条例》第二十条 or 第二十一条
    item: str = ""
    #: The entry of the agency's own catalogue (公开事项标准目录)
    entry: int | None = None
    #: 来源, where it was first published by another
    source: str = ""
    contact: str = ""
    #: 施行日期, and the last day on which it is in force
    valid_from: date | None = None
    valid_until: date | None = None
    #: 勘误: what this version puts right in the one published before
    correction: str = ""
    #: The document that this one explains (解读)
    explains: int | None = None
    #: 法律、法规另有规定的公开期限 (《条例》第二十六条): the last day, and what sets it
    publish_by: date | None = None
    publish_by_source: str = ""
    #: 期号 of a bulletin
    issue: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """As they were stored (`stored`)."""
        days = {name: date.fromisoformat(stored[name]) for name in DAYS if stored.get(name)}
        return cls(**{**stored, **days})

    @classmethod
    def first(cls, kind: str) -> Self:
        """With what a new document of a kind begins."""
        found = kinds()[kind]
        return cls() if found.in_frame else cls(genre=found.genre, item=found.item)

    @property
    def stored(self) -> dict[str, Any]:
        """What was said, as plain JSON."""
        said = {name: value for name, value in asdict(self).items() if value not in ("", None)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}

    @property
    def active(self) -> bool:
        return self.attribute == Attribute.ACTIVE

    def missing(self, kind: str) -> list[str]:
        """The names of what the kind asks for and nobody has said."""
        asked = set() if kinds()[kind].in_frame else kinds()[kind].asks | {"item"}
        if not self.active:
            asked = {"ground"} if self.attribute == Attribute.WITHHELD else set()
        return [field.name for field in fields(self) if field.name in asked and not getattr(self, field.name)]

    def but(self, **said: Any) -> Self:
        """The same with something else said."""
        return replace(self, **said)


DAYS = ("made", "valid_from", "valid_until", "publish_by")
#: What a document repeats of its version, so that lists can be filtered and sorted by it.
REPEATED = (
    "number", "subject", "genre", "audience", "attribute", "item", "valid_from", "valid_until", "issue",
    "publish_by",
)  # fmt: skip


def canonical(value: Any) -> bytes:
    """The one way to write some JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

"""A day as a person writes it: one way to read it for every command and every file."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<part>[-/.])(?P<m>\d{1,2})(?P=part)(?P<d>\d{1,2})|年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日|"
    r"(?P<m2>\d{2})(?P<d2>\d{2}))"
)


class NotADayError(ValueError):
    """What is no day; the message says how one is written."""


def parse_day(value: Any) -> date:
    """A day as 2026-09-18, 2026-9-8, 2026/9/18, 20260918 or 2026年9月18日, or one that YAML has read already.

    :raises NotADayError: for anything else, a moment of a day and a year of two digits among it.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if (found := _DAY.fullmatch(text)) and not isinstance(value, (bool, datetime)):
        year, *parts = (int(part) for name, part in found.groupdict().items() if part and name != "part")
        try:
            return date(year, parts[0], parts[1])
        except ValueError:
            raise NotADayError(f"没有“{value}”这一天；日期请写成 2026-09-18") from None
    raise NotADayError(f"“{value}”不是日期；请写成 2026-09-18")

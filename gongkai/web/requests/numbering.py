"""登记编号 and 文号: the next number of an agency's series. Whoever takes one holds the series until the act ends."""

from __future__ import annotations

import re

from gongkai.web.agencies.models import Agency
from gongkai.web.requests.models import Counter, Series

REGISTER = "register"
#: Letters have series of their own, by what they are for: the word in the number, and the kinds.
LETTERS = {"answer": "公复", "supplement": "公补", "extension": "公延", "fee": "公费"}
OTHER, OTHERS = "letter", "公函"
#: Where an agency has said nothing.
USUAL = {**LETTERS, OTHER: OTHERS}
_CODE = re.compile(r"[\s〔〕{}\d]+")


def series_of(kind: str) -> str:
    """The series of a kind of letters."""
    return next((purpose for purpose in LETTERS if kind.startswith(purpose)), OTHER)


def pattern_of(agency: Agency, purpose: str = REGISTER) -> str:
    """The pattern of an agency's numbers, with its year and number left open."""
    own = Series.objects.filter(agency=agency, purpose=purpose).values_list("pattern", flat=True).first()
    if own:
        return own
    if purpose == REGISTER:
        return f"{agency.slug}申〔{{year}}〕{{n}}号"
    name = _CODE.sub("", agency.short_name or agency.name)
    return f"{name[:16]}{USUAL[purpose]}〔{{year}}〕{{n}}号"


def coming_number(agency: Agency, year: int, purpose: str) -> str:
    """The number that would be given next; it may be another's by then."""
    last = Counter.objects.filter(agency=agency, purpose=purpose, year=year).values_list("last", flat=True).first()
    return pattern_of(agency, purpose).format(year=year, n=(last or 0) + 1)


def next_number(agency: Agency, year: int, purpose: str = REGISTER) -> str:
    """Give the next number of a year; inside an act."""
    Counter.objects.get_or_create(agency=agency, purpose=purpose, year=year)
    counter = Counter.objects.select_for_update().get(agency=agency, purpose=purpose, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return pattern_of(agency, purpose).format(year=year, n=counter.last)

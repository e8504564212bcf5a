"""登记编号 and 文号: the next number of an agency's series. Whoever takes one holds the series until the act ends."""

from __future__ import annotations

from gongkai.web.agencies.models import Agency
from gongkai.web.requests.models import Counter, Series

REGISTER = "register"
#: Where an agency has said nothing.
USUAL = {REGISTER: "{slug}申〔{year}〕{n}号"}


def pattern_of(agency: Agency, purpose: str = REGISTER) -> str:
    """The pattern of an agency's numbers."""
    own = Series.objects.filter(agency=agency, purpose=purpose).values_list("pattern", flat=True).first()
    return own or USUAL[purpose].replace("{slug}", agency.slug)


def next_number(agency: Agency, year: int, purpose: str = REGISTER) -> str:
    """Give the next number of a year; inside an act."""
    Counter.objects.get_or_create(agency=agency, purpose=purpose, year=year)
    counter = Counter.objects.select_for_update().get(agency=agency, purpose=purpose, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return pattern_of(agency, purpose).format(year=year, n=counter.last)

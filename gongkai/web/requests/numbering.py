"""登记编号 and 文号: the next number of an agency's series. Whoever takes one holds the series until the act ends."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.letters import LetterError
from gongkai.letters import next_number as checked
from gongkai.web.agencies.models import Agency
from gongkai.web.requests.models import Counter, Series
from gongkai.web.workflow.refusals import Refused

REGISTER = "register"
#: Of applications to correct a record: no requests, so that they are numbered apart.
CORRECTIONS = "correction"
#: What the registers number, and the word in their numbers.
REGISTERS = {REGISTER: "申", CORRECTIONS: "更"}
#: Letters have series of their own, by what they are for: the word in the number, and the kinds.
LETTERS = {"answer": "公复", "supplement": "公补", "extension": "公延", "fee": "公费"}
OTHER, OTHERS = "letter", "公函"
#: Where an agency has said nothing.
USUAL = {**LETTERS, OTHER: OTHERS}
#: What each series is for, as people call it.
NAMES: Mapping[str, str | Promise] = {
    REGISTER: gettext_lazy("登记编号"),
    CORRECTIONS: gettext_lazy("更正申请的登记编号"),
    "answer": gettext_lazy("答复书文号"),
    "supplement": gettext_lazy("补正告知书文号"),
    "extension": gettext_lazy("延期答复告知书文号"),
    "fee": gettext_lazy("收费通知书文号"),
    OTHER: gettext_lazy("其他文书文号"),
}
_CODE = re.compile(r"[\s〔〕{}\d]+")


def series_of(kind: str) -> str:
    """The series of a kind of letters."""
    return next((purpose for purpose in LETTERS if kind.startswith(purpose)), OTHER)


def pattern_of(agency: Agency, purpose: str = REGISTER) -> str:
    """The pattern of an agency's numbers, with its year and number left open."""
    own = Series.objects.filter(agency=agency, purpose=purpose).values_list("pattern", flat=True).first()
    if own:
        return own
    if purpose in REGISTERS:
        return f"{agency.slug}{REGISTERS[purpose]}〔{{year}}〕{{n}}号"
    name = _CODE.sub("", agency.short_name or agency.name)
    return f"{name[:16]}{USUAL[purpose]}〔{{year}}〕{{n}}号"


def patterns_of(agency: Agency) -> dict[str, str]:
    """The patterns of all its series."""
    return {purpose: pattern_of(agency, purpose) for purpose in NAMES}


def keep_patterns(agency: Agency, patterns: Mapping[str, str]) -> None:
    """Within an act: numbers given from now on look so; those that were given stay.

    :raises Refused: for one that is none, or that two series would share, so that a number stood on two things.
    """
    if len(set(patterns.values())) < len(patterns):
        raise Refused(_("两种编号的式样不能相同，否则同一个编号会用两次。"))
    for purpose, pattern in patterns.items():
        try:
            checked(pattern, 2000)
        except LetterError as error:
            raise Refused(str(error)) from None
        if pattern != pattern_of(agency, purpose):
            Series.objects.update_or_create(agency=agency, purpose=purpose, defaults={"pattern": pattern})


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

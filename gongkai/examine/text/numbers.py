"""The numbers of people: identity, telephone, bank card, travel document, number plate, e-mail."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from gongkai.examine.body import Body, any_of, folded
from gongkai.examine.model import Facts
from gongkai.examine.text import masks
from gongkai.examine.text.hits import Hit, apart
from gongkai.report.data import load

_S = r"[ \-]{0,2}"
# A comma before or behind ends a cell of a list: 15 digits and more are no part of an amount written with commas.
_EDGE, _END = r"(?<![0-9A-Za-z*])(?<!\d\.)", r"(?![0-9A-Za-z*])(?!\.\d)"
# However its digits are parted; from wherever it may begin, since a number before it may look like its beginning. Which
# letters may stand before (“ID3208…”) is asked of the match.
_IDENTITY = re.compile(r"(?<![0-9*])(?=(\d(?:[ \-./·_]{0,2}\d){16}[ \-./·_]{0,2}[\dXx])(?![0-9A-Za-z*]))")
# Of a page, where a line ends within it: nothing else parts the digits, and either part ends at something else.
_BROKEN = re.compile(r"(?<![0-9*])(?<!\d[.\-/])(?=(\d{1,17} {0,2}\n {0,2}\d{0,16}[\dXx])(?![0-9A-Za-z*]|[.\-/]\d))")
_NUMERALS = "〇零○一二三四五六七八九幺"
_SPOKEN = re.compile(rf"(?<![{_NUMERALS}])[{_NUMERALS}]{{11}}(?:[{_NUMERALS}]{{6}}[{_NUMERALS}Xx])?(?![{_NUMERALS}])")
_SAID = str.maketrans(_NUMERALS, "0001234567891")
_OLD_IDENTITY = re.compile(rf"{_EDGE}\d{{6}}{_S}\d\d{_S}\d\d{_S}\d\d{_S}\d{{3}}{_END}")
_BARELY_MASKED = re.compile(rf"{_EDGE}\d{{14}}(?:[*xX]{{1,4}}[\dXx]{{0,3}})(?![0-9A-Za-z*])")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z*])(?<!\d\.)(?:(?:\+|00)?86[ \-]?|[(（]\+?86[)）][ \-]?)?"
    r"([(（]1\d{2}[)）][ \-]?\d{4}[ \-]?\d{4}|1\d{2}(?:\d{8}|([ \-.]{1,2})\d{4}\2\d{4}|([ \-])\d{3}\3\d{5}"
    r"|(?P<loose>[ \-]\d{8}|\d{4}[ \-]\d{4})))(?![0-9A-Za-z*])(?!\.\d|[/_\-]\d{1,6}(?!\d))"
)
# Part of an address or of a longer number, unless it is another's number that stands before.
_JOINED = re.compile(r"[0-9A-Za-z][-/_.=]$")
_BESIDE = re.compile(r"(?:\d{7}[Xx]?/|(?:tel|phone|mobile) ?[=:])$", re.IGNORECASE)
_LANDLINE = re.compile(r"(?<![0-9A-Za-z*.,\-/])[(（]?(0\d{2,3})[)）]?[ \-]{0,2}([2-8]\d{6,7})(?![0-9A-Za-z*])(?!\.\d)")
_CARD = re.compile(
    rf"{_EDGE}(?:\d{{15,19}}|\d{{4}}(?:[ \-]\d{{4}}){{3}}(?:[ \-]\d{{1,3}})?|\d{{6}}[ \-]\d{{10,13}}){_END}"
)
_PASSPORT = re.compile(rf"{_EDGE}(?:[EGPDSH][A-Za-z]?\d{{7,8}}){_END}")
_PERMIT = re.compile(rf"{_EDGE}(?:[CWHM]\d{{8}}(?:\d\d)?|[CW][A-Za-z]\d{{7}}|\d{{8}}){_END}")
_EMAIL = re.compile(r"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}", re.A)
_URL = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；）》”]+", re.IGNORECASE)
_BLANKS = re.compile(r"[^0-9A-Za-z]")
_ROUND = "000000"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FAR = 1 << 60
_YEARS = range(1900, 2050)


@cache
def known() -> dict[str, Any]:
    """numbers.yaml: prefixes as sets, labels as patterns."""
    raw = load("gongkai.examine", "data/numbers.yaml")
    return {
        "provinces": frozenset(str(raw["provinces"]).split()),
        "mobile": frozenset(str(raw["mobile"]).split()),
        "cards": [(tuple(card["prefix"].split()), card["lengths"], card["strong"]) for card in raw["cards"]],
        "labels": {name: re.compile(any_of(words.split())) for name, words in raw["labels"].items()},
        "quantity": re.compile(rf" ?(?:{any_of(raw['quantities'].split())})"),
        "plate": re.compile(
            rf"(?<![0-9A-Za-z])[{raw['plates']}][A-HJ-NP-Z][·•. ]?(?=[A-HJ-NP-Z]{{0,5}}\d)[A-HJ-NP-Z0-9]{{5,6}}"
            r"(?![0-9A-Za-z\-/])"
        ),
    }


def labelled(name: str, text: str) -> bool:
    """Whether one of the words of the list stands in the text."""
    return known()["labels"][name].search(text) is not None


def _last(name: str, text: str) -> int:
    """Where the last of the words of the list stands in the text; -1: none does."""
    return max((found.start() for found in known()["labels"][name].finditer(text)), default=-1)


def is_identity(digits: str) -> bool:
    """Whether 18 characters are a number of the kind: province, day of birth, check digit (GB 11643)."""
    if digits[:2] not in known()["provinces"] or not _is_day(digits[6:10], digits[10:12], digits[12:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def is_credit_code(text: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100)."""
    if len(text) != 18 or any(mark not in _CREDIT for mark in text):
        return False
    total = sum(_CREDIT.index(mark) * pow(3, place, 31) for place, mark in enumerate(text[:17]))
    return _CREDIT[-total % 31] == text[17]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)).year in _YEARS
    except ValueError:
        return False


def find_numbers(body: Body, facts: Facts | None = None, *, wrapped: bool = False) -> list[Hit]:
    """All of them, in the order of the text, none over another; `wrapped`: lines may break an identity number."""
    allowed = {re.sub(r"\D", "", folded(number)) for number in facts.phones} if facts else set()
    emails = {address.lower() for address in facts.emails} if facts else set()
    urls = [match.span() for match in _URL.finditer(body.folded)]
    found = [
        *_identities(body, _IDENTITY),
        *(_identities(body, _BROKEN) if wrapped else ()),
        *_spoken(body),
        *_old_identities(body, urls),
        *_barely_masked(body),
        *_cards(body, urls),
        *_mobiles(body, allowed, urls),
        *_landlines(body, allowed, urls),
        *_travel(body),
        *_plates(body),
        *_emails(body, emails),
    ]
    return apart(found)


def _in_url(urls: Sequence[tuple[int, int]], position: int) -> bool:
    place = bisect_right(urls, (position, _FAR)) - 1
    return place >= 0 and position < urls[place][1]


def _identities(body: Body, written: re.Pattern[str]) -> Iterator[Hit]:
    for match in written.finditer(body.folded):
        digits = _BLANKS.sub("", match[1])
        if len(digits) != 18 or not is_identity(digits):
            continue
        before = body.before(match.start(), 12)
        if re.search(r"[0-9A-Za-z]$", before) and not re.search(r"(?<![A-Za-z])(?:ID|id|Id|SFZ|sfz|No|NO)$", before):
            continue
        if is_credit_code(digits) and labelled("credit_code", before):
            continue
        other = labelled("other_number", before) and not labelled("identity", before)
        yield Hit("identity-number", *match.span(1), masks.identity(digits), severity="warn" if other else None)


def _spoken(body: Body) -> Iterator[Hit]:
    """Identity and mobile numbers in Chinese numerals."""
    for match in _SPOKEN.finditer(body.folded):
        digits = match.group().translate(_SAID)
        if len(digits) == 18 and is_identity(digits):
            yield Hit("identity-number", *match.span(), masks.identity(digits))
        elif len(digits) == 11 and digits[:3] in known()["mobile"]:
            yield Hit("mobile-phone", *match.span(), masks.phone(digits))


def _old_identities(body: Body, urls: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for match in _OLD_IDENTITY.finditer(body.folded):
        digits = _BLANKS.sub("", match.group())
        if digits[:2] not in known()["provinces"] or not _is_day("19" + digits[6:8], digits[8:10], digits[10:12]):
            continue
        before = body.before(match.start(), 16)
        sure = labelled("identity", before)
        if not sure and (
            labelled("other_number", before)
            or labelled("credit_code", before)
            or labelled("card", before)
            or known()["quantity"].match(body.after(match.end(), 4))
            or _in_url(urls, match.start())
        ):
            continue
        yield Hit("old-identity-number", *match.span(), masks.identity(digits), severity="error" if sure else None)


def _barely_masked(body: Body) -> Iterator[Hit]:
    for match in _BARELY_MASKED.finditer(body.folded):
        digits = match.group()
        if digits[:2] in known()["provinces"] and _is_day(digits[6:10], digits[10:12], digits[12:14]):
            yield Hit("barely-masked", *match.span(), f"{digits[:4]}**********{'*' * (len(digits) - 14)}")


def _cards(body: Body, urls: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for match in _CARD.finditer(body.folded):
        digits = _BLANKS.sub("", match.group())
        strong = [
            sure
            for prefixes, lengths, sure in known()["cards"]
            if digits.startswith(prefixes) and len(digits) in lengths
        ]
        if not strong or not passes_luhn(digits) or _in_url(urls, match.start()):
            continue
        before = body.before(match.start(), 16)
        is_card = labelled("card", before)
        other = any(labelled(name, before) for name in ("other_number", "credit_code", "identity"))
        quantity = known()["quantity"].match(body.after(match.end(), 4))
        if is_card or (any(strong) and not other and not quantity):
            yield Hit("bank-card", *match.span(), masks.card(digits))


def _mobiles(body: Body, allowed: set[str], urls: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for match in _MOBILE.finditer(body.folded):
        digits = _BLANKS.sub("", match[1])
        before = body.before(match.start(), 16)
        if (
            digits[:3] not in known()["mobile"]
            or digits in allowed
            or _in_url(urls, match.start())
            or known()["quantity"].match(body.after(match.end(), 4))
            or re.search(r"[¥$]\s?$", before)
            or (_JOINED.search(before) and not _BESIDE.search(before))
        ):
            continue
        named, other = _last("telephone", before), _last("other_number", before)
        if other > named or (named < 0 and digits.endswith(_ROUND)):
            continue
        doubtful = named < 0 and (labelled("amount", before[-8:]) or match["loose"] is not None)
        office = labelled("office_phone", before)
        yield Hit("mobile-phone", *match.span(), masks.phone(digits), severity="warn" if office or doubtful else None)


def _landlines(body: Body, allowed: set[str], urls: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    for match in _LANDLINE.finditer(body.folded):
        if _in_url(urls, match.start()) or any(number in allowed for number in (match[1] + match[2], match[2])):
            continue
        before = body.before(match.start(), 24)
        private = labelled("home_phone", before)
        named = labelled("office_landline", before) or labelled("office_phone", before)
        if private or (not named and re.search("[-)）]", match.group())):
            mask = masks.phone(f"{match[1]}-{match[2]}")
            yield Hit("landline", match.start(), match.end(), mask, private, "warn" if private else "info")


def _travel(body: Body) -> Iterator[Hit]:
    for name, pattern in (("passport", _PASSPORT), ("permit", _PERMIT)):
        for match in pattern.finditer(body.folded):
            if labelled(name, body.before(match.start(), 14)):
                yield Hit("travel-document", *match.span(), masks.travel(match.group()))


def _plates(body: Body) -> Iterator[Hit]:
    for match in known()["plate"].finditer(body.folded):
        yield Hit(
            "number-plate", match.start(), match.end(), masks.plate(_BLANKS.sub("", match.group())), proposed=False
        )


def _emails(body: Body, allowed: set[str]) -> Iterator[Hit]:
    for match in _EMAIL.finditer(body.folded):
        address = match.group().lower()
        if address not in allowed and not address.endswith(".gov.cn"):
            yield Hit("email", match.start(), match.end(), masks.email(match.group()), proposed=False)

"""An agency's data, cleaned and checked field by field; each message says what is wrong and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from stdnum import numdb
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as BadNumber

from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.notes import recorded

#: What an agency says of itself: kept by its office of disclosure or by whoever manages agencies.
CONTACT = (
    "address postcode hours phone fax email website office_name office_address office_phone office_fax office_email"
).split()
#: What it is: kept by whoever manages agencies.
IDENTITY = "short_name kind tier uscc division".split()

#: First parts of addresses under /desk/agencies/ that are no agency's.
RESERVED = frozenset("appointments chooser export import list merge new officers review tree users".split())

_CJK = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff"
_GAP = re.compile(rf"(?<=[{_CJK}（）]) (?=[{_CJK}（）])")
_DASHES = re.compile(r"[‐‑‒–—―－−]")
_PHONE = re.compile(
    r"(0\d{2,3}-)?[2-9]\d{6,7}((-|转)\d{1,6})?|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|1[12]\d|1\d{4}|9\d{4,7}"
)
_PHONES = re.compile(r"\s*[、,，;；/ ]\s*")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def words(text: str) -> str:
    """Full-width letters and digits as usual, no invisible characters, single spaces, none between Chinese ones.

    Chinese punctuation stays, and brackets in a Chinese text are the full-width ones, as in official names.
    """
    plain = []
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cf", "Cc") and not char.isspace():
            continue
        folded = unicodedata.normalize("NFKC", char)
        plain.append(" " if char.isspace() else folded if folded.isalnum() else char)
    line = _GAP.sub("", " ".join("".join(plain).split()))
    if re.search(rf"[{_CJK}]", line):
        line = re.sub(r"\s*\(\s*", "（", line)
        line = re.sub(r"\s*\)\s*", "）", line)
    return line


def plain(text: str) -> str:
    """Codes and numbers: everything in its half-width form, without spaces at the ends."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


def _slug(text: str) -> str:
    text = plain(text).lower()
    if text and (not _SLUG.fullmatch(text) or text in RESERVED):
        raise ValidationError(
            _("网址代码“%s”不能使用。请用小写字母、数字和连字符，例如 minzheng，且不要用系统保留的词。") % text
        )
    return text


def _uscc(text: str) -> str:
    text = uscc.compact(plain(text))
    if not text:
        return ""
    try:
        return str(uscc.validate(text))
    except InvalidLength as error:
        raise ValidationError(_("统一社会信用代码应为18位，现在是%d位。请对照登记证书填写。") % len(text)) from error
    except InvalidChecksum as error:
        raise ValidationError(
            _("统一社会信用代码“%s”的校验位不对，有一位或几位抄错了。请对照登记证书逐位核对。") % text
        ) from error
    except BadNumber as error:
        raise ValidationError(
            _("统一社会信用代码“%s”的前8位应为数字，其余为数字或大写字母（不含 I、O、Z、S、V）。请核对。") % text
        ) from error


def _division(text: str) -> str:
    text = plain(text).replace(" ", "")
    if not text:
        return ""
    if not text.isascii() or not text.isdigit() or len(text) not in (6, 9, 12):
        raise ValidationError(
            _("行政区划代码“%s”应为6位（到县级）、9位（到乡级）或12位（到村级）数字。请核对。") % text
        )
    known = numdb.get("cn/loc").info(text[:6])
    if not known[0][1]:
        raise ValidationError(
            _("行政区划代码“%(code)s”的前两位“%(start)s”不是任何省份。请核对。") % {"code": text, "start": text[:2]}
        )
    return text


def _postcode(text: str) -> str:
    text = plain(text)
    if text and not re.fullmatch(r"[0-9]{6}", text):
        raise ValidationError(_("邮政编码“%s”应为6位数字。请核对。") % text)
    return text


def _phone(text: str) -> str:
    text = re.sub(r"\((0\d{2,3})\)\s*-?", r"\1-", plain(text))
    if not text:
        return ""
    numbers = [re.sub(r"^\+?86[- ]?", "", number) for number in _PHONES.split(text) if number]
    for number in numbers:
        if not _PHONE.fullmatch(number):
            raise ValidationError(
                _("电话“%s”看不懂。请写成 区号-号码，例如 0577-81234567，分机写“转123”，多个号码用顿号分开。") % number
            )
    return "、".join(numbers)


def _email(text: str) -> str:
    text = plain(text)
    if text:
        EmailValidator(_("电子邮箱“%s”不完整或有误，应如 xxgk@example.gov.cn。") % text)(text)
    return text


def _website(text: str) -> str:
    text = plain(text)
    if text and "://" not in text:
        text = "https://" + text
    if text:
        URLValidator(("http", "https"), message=_("网址“%s”不完整或有误，应如 https://www.example.gov.cn。") % text)(
            text
        )
    return text


def _opened(value: Any) -> date | None:
    """A date, or a text as clerks write it: 2020-01-02, 2020年1月2日, 2020/1/2, 20200102."""
    if value is None or isinstance(value, date):
        return value
    text = plain(value)
    if not text:
        return None
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?|(\d{4})(\d{2})(\d{2})", text)
    try:
        if match:
            return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        pass
    raise ValidationError(_("日期“%s”看不懂。请写成 2020-01-02。") % text)


def _choice(choices: type[Kind] | type[Tier], text: str) -> str:
    # lists are Chinese in any language of the desk
    by_word = {recorded(member.label): member.value for member in choices} | {value: value for value in choices.values}
    if words(text) not in by_word:
        every = "、".join(recorded(member.label) for member in choices)
        raise ValidationError(
            _("“%(text)s”不在可选的范围内。请写其中之一：%(every)s。") % {"text": text, "every": every}
        )
    return by_word[words(text)]


def _name(text: str) -> str:
    text = words(text)
    if not text:
        raise ValidationError(_("请填写名称。"))
    return text


CLEAN: Mapping[str, Callable[[Any], Any]] = {
    "slug": _slug,
    "name": _name,
    "kind": lambda text: _choice(Kind, text),
    "tier": lambda text: _choice(Tier, text),
    "uscc": _uscc,
    "division": _division,
    "postcode": _postcode,
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "website": _website,
    "office_phone": _phone,
    "office_fax": _phone,
    "office_email": _email,
    "opened": _opened,
}


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value cleaned; raises ValidationError with the messages of each field that is wrong."""
    good: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, value in values.items():
        try:
            good[name] = CLEAN.get(name, words)(value)
            _fits(name, good[name])
        except ValidationError as error:
            wrong[name] = list(error.messages)
    if wrong:
        raise ValidationError(wrong)
    return good


def _fits(name: str, value: Any) -> None:
    longest = Agency._meta.get_field(name).max_length  # type: ignore[union-attr]
    if isinstance(value, str) and longest and len(value) > longest:
        raise ValidationError(
            _("最多%(longest)d个字，现在是%(length)d个。请缩短。") % {"longest": longest, "length": len(value)}
        )


def own_slug(facts: Mapping[str, Any], superior: Agency | None, *, taken: Callable[[str], bool]) -> str:
    """A code for the address where none was given: the 统一社会信用代码, else one drawn from name and superior."""
    if facts.get("uscc"):
        return str(facts["uscc"]).lower()
    drawn = "u" + sha256(f"{superior.slug if superior else ''}/{facts['name']}".encode()).hexdigest()[:10]
    numbered = (f"{drawn}-{number}" for number in count(2))
    return drawn if not taken(drawn) else next(slug for slug in numbered if not taken(slug))

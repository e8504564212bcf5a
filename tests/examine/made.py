"""Invented data of people who do not exist: made here each time, so that no file of the repository holds any.

Identity numbers carry the area code 9999 of a province, which is nowhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from gongkai.examine.text.numbers import _WEIGHTS, known

NAMES = ("张演示", "李样例", "王试", "赵样本", "欧阳演示")


def identity(chance: Random) -> str:
    """18 characters with a right check digit."""
    province = chance.choice(sorted(known()["provinces"]))
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(33_000))
    digits = f"{province}9999{born:%Y%m%d}{chance.randrange(1000):03}"
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]


def wrong_identity(chance: Random) -> str:
    """The same with another check digit."""
    right = identity(chance)
    return right[:17] + chance.choice([mark for mark in "0123456789X" if mark != right[17]])


def old_identity(chance: Random) -> str:
    """15 digits."""
    right = identity(chance)
    return right[:6] + right[8:17] if right[6:8] == "19" else old_identity(chance)


def luhn(digits: str) -> str:
    """The digits with the one that checks them."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def card(chance: Random) -> str:
    """16 to 19 digits of a bank card."""
    length = chance.choice([16, 17, 18, 19])
    return luhn("62" + "".join(chance.choices("0123456789", k=length - 3)))


def mobile(chance: Random) -> str:
    return chance.choice(sorted(known()["mobile"])) + "".join(chance.choices("0123456789", k=8))


def credit_code(chance: Random) -> str:
    """A 统一社会信用代码 with a right check character."""
    marks = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = "91" + "".join(chance.choices("0123456789", k=6)) + "".join(chance.choices(marks, k=9))
    return code + marks[-sum(marks.index(mark) * pow(3, place, 31) for place, mark in enumerate(code)) % 31]


def passport(chance: Random) -> str:
    return "E" + "".join(chance.choices("0123456789", k=8))


def filled(text: str, seed: int = 7) -> str:
    """A case's text with made-up data in place of ``{身份证}`` and the like."""
    chance = Random(seed)
    makers = {
        "身份证": identity, "错身份证": wrong_identity, "旧身份证": old_identity, "银行卡": card, "手机": mobile,
        "信用代码": credit_code, "护照": passport,
    }  # fmt: skip
    for word, make in makers.items():
        while "{" + word + "}" in text:
            text = text.replace("{" + word + "}", make(chance), 1)
    identifier = identity(chance)
    spaced = {
        "{身份证分段}": f"{identifier[:6]} {identifier[6:14]} {identifier[14:]}",
        "{身份证全角}": "".join(chr(ord(mark) + 0xFEE0) for mark in identifier),
        "{身份证遮两位}": identifier[:14] + "**" + identifier[16:],
        "{身份证已遮}": identifier[:4] + "**********" + identifier[14:],
        "{手机分段}": "138-0000-" + f"{chance.randrange(10_000):04}",
        "{银行卡分段}": " ".join(luhn("622200000000000")[place : place + 4] for place in range(0, 16, 4)),
    }
    for word, made in spaced.items():
        text = text.replace(word, made)
    return text

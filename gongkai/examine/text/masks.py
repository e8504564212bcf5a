"""How a datum is shown without being told: as lists that offices publish show it."""

from __future__ import annotations

import re

_COUNTED = re.compile(r"[0-9A-Za-z]")


def kept(text: str, first: int, last: int) -> str:
    """The first and last letters or digits of a number and a star for each between them; what parts them is dropped."""
    marks = _COUNTED.findall(text)
    hidden = max(len(marks) - first - last, 4)
    return "".join(marks[:first]) + "*" * hidden + ("".join(marks[-last:]) if last else "")


def identity(text: str) -> str:
    """``3208**********1234``; of 15 digits the same."""
    return kept(text, 4, 4)


def phone(text: str) -> str:
    """``138****1234``; of a landline the area code and the last two digits."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("86") and len(digits) == 13:
        digits = digits[2:]
    if digits.startswith("1"):
        return kept(digits, 3, 4)
    code, _, number = text.partition("-")
    stars = "*" * max(len(re.sub(r"\D", "", number)) - 2, 4)
    return f"{code}-{stars}{number[-2:]}" if number else kept(digits, 4, 2)


def card(text: str) -> str:
    """Nothing but the last four."""
    return kept(text, 0, 4)


def travel(text: str) -> str:
    """``E****5678``: letter, and the last four."""
    return kept(text, 1, 4)


def plate(text: str) -> str:
    """``苏H****1``."""
    return text[:2] + "*" * max(len(text) - 3, 3) + text[-1:]


def email(text: str) -> str:
    """``a***@example.com``."""
    name, _, host = text.partition("@")
    return f"{name[:1]}***@{host}"


def person(text: str) -> str:
    """``张**``: the surname at most."""
    text = text.strip()
    return text[:1] + "*" * max(1, min(len(text) - 1, 3)) if text else ""


def address(text: str, room: int) -> str:
    """The text with the digits from ``room`` on, those of the door, as stars."""
    return text[:room] + re.sub(r"[0-9A-Za-z]", "*", text[room:])

"""文号: ``演民公复〔2026〕12号``, by a pattern for each agency, one series to a year, without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.letters.model import LetterError

NUMBER = re.compile(r"(?P<code>[^\s〔〕\d]{1,20})〔(?P<year>[12]\d{3})〕(?P<n>[1-9]\d{0,5})号")
"""Full year in 〔〕, no leading zeros, no 第: 党政机关公文格式 GB/T 9704."""

_PATTERN = re.compile(r"[^\s〔〕{}\d]{1,20}〔\{year\}〕\{n\}号")


def next_number(pattern: str, year: int, used: Iterable[str] = ()) -> str:
    """The number after those ``used``; numbers of other patterns and other years do not count.

    :raises LetterError: where the pattern is not like ``演民公复〔{year}〕{n}号``, or the numbers used leave a gap or
        name one twice: a gap is for a person to explain, not to be filled.
    """
    if _PATTERN.fullmatch(pattern) is None:
        raise LetterError(f"文号格式不对：{pattern}（应如 演民公复〔{{year}}〕{{n}}号）")
    if not 1949 <= year <= 2999:
        raise LetterError(f"文号年份不对：{year}")
    code = pattern.partition("〔")[0]
    taken = sorted(
        int(match["n"]) for match in map(_checked, used) if (match["code"], match["year"]) == (code, str(year))
    )
    for expected, number in enumerate(taken, 1):
        if number != expected:
            what = f"缺{expected}号" if number > expected else f"{number}号重复"
            raise LetterError(f"{code}〔{year}〕文号不连续：{what}")
    return pattern.format(year=year, n=len(taken) + 1)


def year_of(number: str) -> int:
    """The year of a number.

    :raises LetterError: where it is none.
    """
    return int(_checked(number)["year"])


def _checked(number: str) -> re.Match[str]:
    match = NUMBER.fullmatch(number)
    if match is None:
        raise LetterError(f"文号写法不对：{number}（应如 演民公复〔2026〕12号：全年份，六角括号，不加“第”，不补零）")
    return match

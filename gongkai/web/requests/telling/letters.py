"""What an applicant is mailed when a letter goes out: that there is one, or, where so chosen, the letter."""

from __future__ import annotations

from gongkai.letters import kinds
from gongkai.web.requests.models import Letter
from gongkai.web.requests.models.cases import Way
from gongkai.web.requests.telling.mails import Attached, possible, tell

ELECTRONIC = "electronic"


def goes_along(letter: Letter, way: str) -> bool:
    """Whether the letter itself is mailed: sent electronically to who chose to get the information by e-mail."""
    case = letter.case
    chosen = way == ELECTRONIC and case.way == Way.EMAIL and kinds()[letter.kind].to == "applicant"
    return chosen and possible(case.applicant)


def tell_of(letter: Letter, content: bytes) -> bool:
    """Within the act that sends it; `content` is what who asks is given."""
    if kinds()[letter.kind].to != "applicant":
        return False
    if not goes_along(letter, letter.way):
        return tell(letter.case, "news")
    return tell(letter.case, "letter", files=[Attached(f"{letter}.pdf", content, "application/pdf")])

"""The letter that answers: 更正答复书 (`gongkai.letters`), from what is registered and what was found."""

from __future__ import annotations

from datetime import date

from gongkai.letters import Document, LetterError, kinds
from gongkai.letters import draft as composed
from gongkai.web.requests.letters.filling import CHANNELS, of_agency
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionResult
from gongkai.web.requests.numbering import CORRECTIONS, coming_number, series_of
from gongkai.web.workflow.refusals import Refused

#: Of `gongkai.letters`.
KIND = "correction"
#: What is kept of a signed letter.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
#: What came of it, as the letter says it.
RESULTS = {
    CorrectionResult.CORRECTED: "已更正",
    CorrectionResult.REFUSED: "不予更正",
    CorrectionResult.PASSED: "转送有权机关",
    CorrectionResult.TOLD: "告知有权机关",
}


def letter_of(row: Correction, today: date) -> Document:
    """The letter as it is signed, or as it would be if it were signed today.

    :raises Refused: naming the fact that is missing or wrong.
    """
    day = row.issued or today
    facts = {
        **of_agency(row.agency),
        "agency": row.agency.name,
        "number": row.letter_number or coming_number(row.agency, day.year, series_of(CORRECTIONS)),
        "date": day,
        "applicant": row.name,
        "applicant_kind": "自然人" if row.applicant_kind == ApplicantKind.NATURAL_PERSON else "法人或其他组织",
        "receipt_date": row.arrived,
        "channel": CHANNELS[row.channel],
        "register": row.number,
        "correction_request": _sentence(row.wanted),
        "correction_finding": _sentence(row.finding),
        "correction_result": RESULTS[CorrectionResult(row.result)],
        "correction_organ": _sentence(row.organ),
    }
    known = kinds()[KIND].kinds()
    try:
        return composed(KIND, {name: said for name, said in facts.items() if name in known and said not in ("", None)})
    except LetterError as error:
        raise Refused(str(error)) from None


def _sentence(words: str) -> str:
    return " ".join(words.split()).rstrip("。；;")

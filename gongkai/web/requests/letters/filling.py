"""What a letter says that the system knows: from the case, its facts, the letters before it, the agency's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.law.clock import Fact
from gongkai.law.fees import payment
from gongkai.letters import kinds
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.notes import recorded
from gongkai.web.requests import bonds
from gongkai.web.requests.fees import reckoning as fees
from gongkai.web.requests.models import ApplicantKind, Case, Letter, LetterSettings, RemedyKind
from gongkai.web.requests.models.cases import Form
from gongkai.web.requests.remedies.reading import ordered_anew
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.workdays import add_workdays

#: How letters say how a request came.
CHANNELS = {
    "in_person": "当面提交", "signed_mail": "邮寄", "ordinary_mail": "平常信函", "internet": "互联网", "fax": "传真",
    "oral": "口头",
}  # fmt: skip
#: Where an agency has said nothing: what it is against whose decisions one appeals.
REMEDY_KINDS = {"government": "government", "township": "township", "subdistrict": "subdistrict",
                "vertical": "vertical", "dispatched": "dispatched"}  # fmt: skip
#: The day that a fact names in a letter, and the letter before it whose number and date it names.
DAYS = {
    "supplement_notice_received": "supplement_told", "supplement_given": "supplement_received",
    "fee_notice_received": "fee_told", "fee_paid": "fee_paid_on", "consulted": "consulted_on",
    "consultation_received": "consulted_received",
}  # fmt: skip
BEFORE = {"supplement": "supplement", "fee": "fee", "reasons": "reasons"}


def settings_of(agency: Agency) -> LetterSettings:
    """What the agency has said of itself; else what its register says, not saved."""
    own = LetterSettings.objects.filter(agency=agency).first()
    if own is not None:
        return own
    above = Agency.objects.filter(path__in=agency.lineage[1:], kind="government").order_by("-path").first()
    return LetterSettings(
        agency=agency,
        contact=agency.office_name or agency.name,
        phone=agency.office_phone or agency.phone,
        address=agency.office_address or agency.address,
        postcode=agency.postcode,
        remedy_kind=REMEDY_KINDS.get(agency.kind, "department"),
        government=above.name if above else "",
        superior=agency.superior.name if agency.superior and agency.kind == "vertical" else "",
    )


def known(case: Case, kind: str, today: date, *, party: str = "") -> dict[str, Any]:
    """What is known of the facts that a letter of this kind can say; of those who were consulted, of one `party`."""
    wanted = kinds()[kind].kinds()
    facts = facts_of(case)
    found = {
        **_of_case(case, today),
        **_of_agency(case.agency),
        **_of_facts(facts, party),
        **_of_letters(case),
        **_of_decision(case, facts),
    }
    found |= bonds.filled(case, kind)
    found |= _ends(found) | (fees.filled(case, today) if kind == fees.NOTICE else {})
    due = found["due_date"]
    # Neither promised nor, where it has passed, set to a unit as the day to come.
    if (kind == "extension" and case.told.provisional) or (kind == "internal_transfer" and due and due < today):
        found["due_date"] = None
    return {name: value for name, value in found.items() if name in wanted and value not in ("", None)}


def _of_case(case: Case, today: date) -> dict[str, Any]:
    clock, applicant = clock_of(case, today), case.applicant
    person = case.applicant_kind == ApplicantKind.NATURAL_PERSON
    return {
        "agency": case.agency.name,
        "applicant": applicant.name,
        "applicant_kind": "自然人" if person else "法人或其他组织",
        "receipt_date": clock.received,
        "channel": CHANNELS[case.channel],
        "register": case.number,
        "request": " ".join(case.content.split()).rstrip("。；;"),
        "form_wanted": recorded(Form(case.form).label),
        "due_date": clock.due.day if clock.due else None,
        "excluded_days": clock.put_off or None,
        "recipient": applicant.name,
        "recipient_address": applicant.address,
        "postcode": applicant.postcode,
        "delivery_address": applicant.address,
        "handler": case.handler.name if case.handler else "",
        "unit": case.unit.name if case.unit else "",
    }


def _of_agency(agency: Agency) -> dict[str, Any]:
    said = settings_of(agency)
    organs = said.organs
    return {
        "contact": said.contact,
        "phone": said.phone,
        "address": said.address,
        "sender_address": said.address,
        "sender_postcode": said.postcode,
        "agency_kind": said.remedy_kind,
        "government": said.government if "government" in organs else "",
        "superior": said.superior if "superior" in organs else "",
        "court": said.court,
        "letterhead": said.letterhead or None,
        "reply_to": said.contact,
    }


def _of_facts(facts: Iterable[Fact], party: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact in facts:
        if party and fact.party not in ("", party):
            continue
        if fact.kind in DAYS:
            found[DAYS[fact.kind]] = fact.on
        if fact.kind == "supplement_given":
            found["supplemented_on"] = fact.on
        if fact.kind == "consulted":
            found["third_party" if fact.role == "third_party" else "consulted_whom"] = fact.party
        if fact.kind == "replied" and fact.objects:
            found["third_party_reply"] = found["third_party_view"] = "不同意公开"
    return found


def _of_letters(case: Case) -> dict[str, Any]:
    """The numbers and days of the letters that others speak of."""
    found: dict[str, Any] = {}
    sent: Iterable[Letter] = Letter.objects.filter(case=case).exclude(sent=None).order_by("pk")
    for letter in sent:
        if (named := BEFORE.get(letter.kind)) is not None:
            found |= {f"{named}_number": letter.number, f"{named}_date": letter.issued}
            found |= _said_before(letter)
        if letter.kind.startswith("answer_"):
            found["delivered"] = [f"{letter.name.partition('：')[0]}（{letter.number}）"]
    return found


def _of_decision(case: Case, facts: Sequence[Fact]) -> dict[str, Any]:
    """What an answer says of the decision or the judgment that has the request dealt with anew."""
    ordered = ordered_anew(case, facts)
    if ordered is None:
        return {}
    return {
        "decision_organ": ordered.organ,
        "decision_kind": "行政复议决定" if ordered.kind == RemedyKind.REVIEW else "判决",
        "decision_number": ordered.decision,
        "decision_received": ordered.concluded,
    }


def _ends(found: Mapping[str, Any]) -> dict[str, Any]:
    """The last days of the terms that the applicant was told of, where they are certain."""
    ends = {}
    if (told := found.get("fee_told")) is not None:
        ends["fee_due"] = payment(received=told).due
    if (told := found.get("supplement_told")) is not None and "supplement_days" in found:
        ends["supplement_due"] = add_workdays(told, found["supplement_days"])
    return {name: due.day for name, due in ends.items() if due is not None and not due.provisional}


def _said_before(letter: Letter) -> Mapping[str, Any]:
    said = letter.said
    found = {name: said[name] for name in ("supplement_days", "reasons_days") if name in said}
    return found | ({"fee_amount": fees.amount_of(said)} if letter.kind == fees.NOTICE else {})

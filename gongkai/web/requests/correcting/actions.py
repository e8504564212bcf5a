"""An application is registered, answered by one officer, signed by another, and sent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError
from django.utils.translation import gettext as _

from gongkai.law.clock import CHANNELS, WAYS
from gongkai.letters import LetterError, write
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.files.intake import Held
from gongkai.web.personal import blind_index, blind_indexes, code_for
from gongkai.web.requests.actions.ground import APPLICANT
from gongkai.web.requests.actions.receiving import ONLINE, SIGNS
from gongkai.web.requests.correcting.letter import MEDIA_TYPES, letter_of
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionFile, CorrectionResult
from gongkai.web.requests.numbering import CORRECTIONS, next_number, series_of
from gongkai.web.requests.telling.mails import tell_of_correction
from gongkai.web.workflow.refusals import ClosedAgency, Refused, Stale

#: To whom the record belongs that the agency may not correct.
ELSEWHERE = (CorrectionResult.PASSED, CorrectionResult.TOLD)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an application says: `who` are fields of `Correction` that tell of whom it is."""

    kind: ApplicantKind
    who: Mapping[str, str]
    wanted: str
    evidence: str
    channel: str = ONLINE
    arrived: date
    files: tuple[Held, ...] = ()
    submission: str = field(default_factory=secrets.token_hex)


@dataclass(frozen=True)
class Registered:
    """On disk; of the code only its index is kept."""

    correction: Correction
    code: str


def register(agency: Agency, wanted: Wanted, *, by: Officer | None = None) -> Registered:
    """Write an application down, with its number and code. The same form again is the same application.

    :raises Refused: where the agency is closed, or the day lies ahead.
    """
    if by is not None:
        by.require(Permission.DRAFT, agency)
    if agency.closed is not None:
        raise ClosedAgency(agency.name)
    if wanted.arrived > (by.today if by is not None else clock.today()):
        raise Refused(_("收到日期不能晚于今天。"))
    if (known := _known(wanted)) is not None:
        return known
    try:
        return _written(agency, wanted, by)
    except IntegrityError:
        if (known := _known(wanted)) is None:
            raise
        return known  # the same form was on its way twice


def code_of(submission: str) -> str:
    """The code by which an application is asked for: the same for the same form."""
    return code_for(f"correction {submission}", SIGNS)


def _known(wanted: Wanted) -> Registered | None:
    row = Correction.objects.select_related("agency").filter(submission__in=blind_indexes(wanted.submission)).first()
    return Registered(row, code_of(wanted.submission)) if row is not None else None


def _written(agency: Agency, wanted: Wanted, by: Officer | None) -> Registered:
    code = code_of(wanted.submission)
    with act(by=by.actor if by is not None else APPLICANT) as done:
        row: Correction = Correction.objects.create(
            agency=agency, number=next_number(agency, wanted.arrived.year, CORRECTIONS), code=blind_index(code),
            submission=blind_index(wanted.submission), channel=wanted.channel, arrived=wanted.arrived,
            entered=clock.now(), entered_by=by.user if by is not None else None, applicant_kind=wanted.kind,
            wanted=wanted.wanted, evidence=wanted.evidence, **wanted.who,
        )  # fmt: skip
        for received, content in wanted.files:
            CorrectionFile.objects.create(
                correction=row, name=received.name, content=content, media_type=received.media_type, size=received.size
            )
        new = {"channel": CHANNELS[row.channel], "day": row.arrived.isoformat()}
        done.note("correction.registered", of=row.thing, agency=agency.holder, new=new)
        tell_of_correction(row, "received")
    return Registered(row, code)


def draft(
    correction: Correction, *, result: CorrectionResult, finding: str, organ: str, version: int, by: Officer
) -> Correction:
    """Say what was found and how it is answered; again, as long as nobody has signed.

    :raises Refused: where it is signed, or the letter does not read.
    """
    by.require(Permission.DRAFT, correction.agency)
    if (result in ELSEWHERE) != bool(organ.strip()):
        raise Refused(_("转送、告知有权机关的，请写明它的名称和联系方式；其他的不写。"))
    with act(by=by.actor) as done:
        row = _held(correction, version)
        if row.issued is not None:
            raise Refused(_("答复书已经签发，不能再改。"))
        row.result, row.finding, row.organ = result, finding.strip(), organ.strip()
        row.drafted_by, row.waits, row.returned = by.user, True, ""
        letter_of(row, by.today)
        _save(row, "result", "finding", "organ", "drafted_by", "waits", "returned")
        new = {"result": recorded(result.label)}
        done.note("correction.drafted", of=row.thing, agency=row.agency.holder, new=new)
    return row


def sign(correction: Correction, *, version: int, by: Officer) -> Correction:
    """Sign the letter: it gets its number and its day, and its bytes are kept.

    :raises Refused: where there is no draft, or the officer wrote it.
    """
    by.require(Permission.APPROVE, correction.agency)
    with act(by=by.actor) as done:
        row = _drafted(correction, version, by)
        row.signed_by, row.issued, row.waits = by.user, by.today, False
        row.letter_number = next_number(row.agency, by.today.year, series_of(CORRECTIONS))
        document = letter_of(row, by.today)
        _save(row, "signed_by", "issued", "waits", "letter_number")
        for form, media_type in MEDIA_TYPES.items():
            try:
                content = write(document, form)
            except LetterError as error:
                raise Refused(str(error)) from None
            CorrectionFile.objects.create(
                correction=row, form=form, content=content, media_type=media_type, size=len(content)
            )
        done.note("correction.signed", of=row.thing, agency=row.agency.holder, new={"number": row.letter_number})
    return row


def send_back(correction: Correction, *, reason: str, version: int, by: Officer) -> Correction:
    """Sign nothing, and say why.

    :raises Refused: without a reason, or where there is no draft.
    """
    by.require(Permission.APPROVE, correction.agency)
    if not reason.strip():
        raise Refused(_("请写明退回的意见。"))
    with act(by=by.actor) as done:
        row = _drafted(correction, version, by)
        row.waits, row.returned = False, reason.strip()
        _save(row, "waits", "returned")
        done.note("correction.returned", of=row.thing, agency=row.agency.holder)
    return row


def send(correction: Correction, *, way: str, on: date, version: int, by: Officer) -> Correction:
    """The letter goes out, and the application is done.

    :raises Refused: where it is not signed, has gone out, or the day cannot be.
    """
    by.require(Permission.DRAFT, correction.agency)
    with act(by=by.actor) as done:
        row = _held(correction, version)
        if row.issued is None or row.sent is not None:
            raise Refused(_("只有签发了、还没有送出的答复书可以送出。"))
        if way not in WAYS:
            raise Refused(_("请选择送出的方式。"))
        if not row.issued <= on <= by.today:
            raise Refused(_("送出日期应在签发之日到今天之间。"))
        row.way, row.sent = way, on
        _save(row, "way", "sent")
        new = {"way": WAYS[way], "day": on.isoformat()}
        done.note("correction.sent", of=row.thing, agency=row.agency.holder, new=new)
        tell_of_correction(row, "news")
    return row


def _held(correction: Correction, version: int) -> Correction:
    row: Correction = Correction.objects.select_for_update(of=("self",)).select_related("agency").get(pk=correction.pk)
    if row.version != version:
        raise Stale
    if row.erased is not None:
        raise Refused(_("这件更正申请保管期满，其中的个人信息已经清除，不能再办理。"))
    return row


def _drafted(correction: Correction, version: int, by: Officer) -> Correction:
    """One whose draft waits for a signature, and the officer did not write."""
    row = _held(correction, version)
    if not row.waits:
        raise Refused(_("没有等签发的答复。"))
    if row.drafted_by_id == by.user.pk:
        raise Refused(_("拟办的人不能签发自己拟的答复。"))
    return row


def _save(row: Correction, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])

"""A request comes in: written down whole, numbered and told of at once (《条例》第二十九条、第三十一条)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError
from django.utils.translation import gettext as _

from gongkai.law.clock import CHANNELS, Fact
from gongkai.law.clock.facts import CONFIRMED_CHANNELS
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.files.intake import Held
from gongkai.web.personal import blind_index, blind_indexes, code_for
from gongkai.web.requests.actions.ground import APPLICANT, agreed
from gongkai.web.requests.actions.keeping import keep
from gongkai.web.requests.models import Applicant, ApplicantKind, Case, Origin, RecordedFact
from gongkai.web.requests.models.facts import said_of
from gongkai.web.requests.numbering import next_number
from gongkai.web.requests.telling.links import send_link
from gongkai.web.requests.telling.mails import tell
from gongkai.web.workflow.refusals import ClosedAgency, Refused

ONLINE = "internet"
#: Of the code by which a request is asked for.
SIGNS = 16


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request says: of whom it is, what it asks for, how it came. `who` are fields of `Applicant`."""

    kind: ApplicantKind
    who: Mapping[str, str]
    content: str
    form: str
    way: str
    help: str = ""
    channel: str = ONLINE
    arrived: date
    #: It reached another unit of the organ than the disclosure office.
    misdirected: bool = False
    #: What came with it, looked at.
    files: tuple[Held, ...] = ()
    #: Something that the same form has when it is sent twice, and no other.
    submission: str = field(default_factory=secrets.token_hex)


@dataclass(frozen=True)
class Received:
    """A request on disk. The code is known here, and to whoever is told; of it only its index is kept."""

    case: Case
    code: str


def receive(agency: Agency, asked: Asked, *, by: Officer | None = None) -> Received:
    """Write a request down, with its number and code. The same form again is the same request.

    :raises Refused: where the agency is closed, or the day lies ahead.
    """
    if by is not None:
        by.require(Permission.DRAFT, agency)
    today = by.today if by is not None else clock.today()
    if agency.closed is not None:
        raise ClosedAgency(agency.name)
    if asked.arrived > today:
        raise Refused(_("收到日期不能晚于今天。"))
    if (known := _known(asked)) is not None:
        return known
    try:
        return _written(agency, asked, today=today, by=by)
    except IntegrityError:
        if (known := _known(asked)) is None:
            raise
        return known  # the same form was on its way twice


def _known(asked: Asked) -> Received | None:
    rows = Case.objects.select_related("agency").filter(submission__in=blind_indexes(asked.submission))
    case = rows.first()
    return Received(case, code_of(asked.submission)) if case is not None else None


def _written(agency: Agency, asked: Asked, *, today: date, by: Officer | None) -> Received:
    code = code_of(asked.submission)
    with act(by=by.actor if by is not None else APPLICANT) as done:
        fact = Fact("received", asked.arrived, channel=asked.channel, misdirected=asked.misdirected)
        case = Case(
            agency=agency,
            number=next_number(agency, asked.arrived.year),
            code=blind_index(code),
            submission=blind_index(asked.submission),
            channel=asked.channel,
            entered=clock.now(),
            entered_by=by.user if by is not None else None,
            applicant_kind=asked.kind,
            content=asked.content,
            form=asked.form,
            way=asked.way,
            help=asked.help,
        )
        said = agreed(case, [fact], today)
        case.save()
        said.case = case
        said.save()
        Applicant.objects.create(case=case, **asked.who)
        RecordedFact.objects.create(
            case=case, kind=fact.kind, on=fact.on, said=said_of(fact), recorded=clock.now(), recorded_by=case.entered_by
        )
        new = {"channel": CHANNELS[case.channel], "kind": recorded(ApplicantKind(asked.kind).label)}
        done.note("case.received", of=case.thing, agency=agency.holder, new={**new, "day": fact.on.isoformat()})
        keep(case, asked.files, Origin.REQUEST if by is None else Origin.PAPER, done, by=case.entered_by)
        if asked.channel in CONFIRMED_CHANNELS:
            send_link(case, done, by=case.entered_by)
        else:
            tell(case, "received")
    return Received(case, code)


def code_of(submission: str) -> str:
    """The code by which a request is asked for: the same for the same form."""
    return code_for(f"request {submission}", SIGNS)

"""A letter is drafted and redrafted, signed with its number, and sent; its sending records what it brought about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from gongkai.law.clock import WAYS
from gongkai.letters import Document, LetterError, draft, kinds, write
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act
from gongkai.web.clock import now
from gongkai.web.requests import bonds
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.actions.recording import put
from gongkai.web.requests.fees import reckoning as fees
from gongkai.web.requests.letters.scans import given
from gongkai.web.requests.letters.sending import recorded, why_not
from gongkai.web.requests.models import LETTER, Case, Letter, LetterFile, LetterSettings, LetterVersion
from gongkai.web.requests.models.letters import written
from gongkai.web.requests.numbering import coming_number, keep_patterns, next_number, series_of
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.requests.telling.letters import tell_of
from gongkai.web.workflow.actions import begin, changed
from gongkai.web.workflow.actions.perform import perform
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.refusals import Refused

#: What is kept of a signed letter: to be sent, to be printed anew, to be shown.
FORMS = ("pdf", "docx", "html")


def previewed(letter: Letter, facts: Mapping[str, Any], today: date) -> Document:
    """A letter as it is, or, before it is signed, as it would be if it were signed today.

    :raises Refused: naming the fact that is missing or wrong.
    """
    if letter.issued is None and (wrong := objection(letter, facts, today)):
        raise Refused(wrong)
    day, numbered = letter.issued or today, {}
    if kinds()[letter.kind].numbered:
        coming = letter.number or coming_number(letter.case.agency, day.year, series_of(letter.kind))
        numbered = {"number": coming}
    try:
        return draft(letter.kind, {**facts, **numbered, "date": day})
    except LetterError as error:
        raise Refused(str(error)) from None


def objection(letter: Letter, said: Mapping[str, Any], today: date) -> str:
    """Why a letter that says so may not go out by what is known of other requests; empty: it may."""
    if letter.kind == fees.NOTICE:
        return fees.objection(letter.case, said, today)
    return bonds.objection(letter, said)


def also_answered(letter: Letter) -> list[Case]:
    """The other requests that a letter answers."""
    return bonds.answered_with(letter.case) if letter.kind.startswith(bonds.ANSWER) else []


def begin_letter(case: Case, kind: str, facts: Mapping[str, Any], *, by: Officer) -> Letter:
    """Draft a letter of a case.

    :raises Refused: where the law has no use for it now, or it does not read.
    """
    by.require(Permission.DRAFT, case.agency)
    with act(by=by.actor) as done:
        case = held(case)
        if reason := why_not(kind, facts_of(case), clock_of(case, by.today), by.today):
            raise Refused(reason)
        letter = Letter(case=case, kind=kind)
        previewed(letter, facts, by.today)
        letter.save()
        version = _version(letter, facts, by)
        begin(letter, kind=LETTER, agency=case.agency, version=version, by=by)
        done.note("letter.drafted", of=letter.thing, agency=case.agency.holder, new={"case": case.number})
    return letter


def redraft(letter: Letter, facts: Mapping[str, Any], *, by: Officer, version: int) -> Letter:
    """Say something else in it: what was sent on goes back to the draft.

    :raises Refused: where it was signed, another version came in between, or it does not read.
    """
    by.require(Permission.DRAFT, letter.case.agency)
    with act(by=by.actor) as done:
        process = Process.objects.running().filter(kind=LETTER, object_id=letter.pk).first()
        letter = Letter.objects.select_for_update(of=("self",)).select_related("case__agency").get(pk=letter.pk)
        if process is None or letter.issued is not None:
            raise Refused(_("文书已经签发，不能再改；有错的，请作废后另拟。"))
        if letter.latest != version:
            raise Refused(_("别人刚刚改过这件文书，请先看看最新的一版。"))
        previewed(letter, facts, by.today)
        letter.latest += 1
        letter.save(update_fields=["latest"])
        changed(process, version=_version(letter, facts, by), by=by)
        done.note("letter.redrafted", of=letter.thing, agency=letter.case.agency.holder, new={"version": letter.latest})
    return letter


def _version(letter: Letter, facts: Mapping[str, Any], by: Officer) -> Version:
    said = written(dict(facts))
    digest = sha256(f"{letter.kind}\n{said}".encode()).hexdigest()
    LetterVersion.objects.create(
        letter=letter, number=letter.latest, said=said, digest=digest, author=by.user, made=now()
    )
    return Version(letter.latest, digest)


def sign(letter: Letter, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What signing brings about: the number, the day, and the bytes that are kept."""
    case, facts = letter.case, letter.said
    letter.issued = by.today
    if kinds()[letter.kind].numbered:
        letter.number = next_number(case.agency, by.today.year, series_of(letter.kind))
    document = previewed(letter, facts, by.today)
    letter.save(update_fields=["issued", "number"])
    for form in FORMS:
        try:
            content = write(document, form)
        except LetterError as error:
            raise Refused(str(error)) from None
        file = LetterFile(letter=letter, form=form, sha256=sha256(content).hexdigest())
        file.content = content
        file.save()
    process.title = str(letter)
    process.save()
    done.note("letter.signed", of=letter.thing, agency=case.agency.holder, new={"case": case.number})


def send(letter: Letter, *, way: str, on: date, reason: str = "", by: Officer, version: int | None = None) -> Letter:
    """Send a signed letter, and record what it brought about: one act.

    :raises Refused: where the law does not allow it then, or an answer is late and nobody says why.
    """
    process = Process.objects.running().filter(kind=LETTER, object_id=letter.pk).first()
    if process is None or letter.issued is None:
        raise Refused(_("只有签发了的文书可以送出。"))
    if way not in WAYS:
        raise Refused(_("请选择送出的方式。"))
    if not letter.issued <= on <= by.today:
        raise Refused(_("送出日期应在签发之日到今天之间。"))
    with act(by=by.actor):
        letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        letter.way, letter.sent, letter.late_reason = way, on, reason.strip()
        letter.save(update_fields=["way", "sent", "late_reason"])
        perform(process, "send", by=by, version=version)
    return letter


def sent(letter: Letter, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What sending brings about: the facts that the letter records."""
    said, case, *others = letter.said, *_held_with(letter)
    if letter.issued is None or letter.sent is None:  # the guard letter_told looked at it
        raise Refused(_("只有签发了的文书可以送出。"))
    facts = recorded(letter.kind, said, issued=letter.issued, sent=letter.sent, way=letter.way)
    if facts:
        put(case, facts, by=by, reason=letter.late_reason)
    for other in others:
        put(other, facts, by=by, reason=letter.late_reason)
    tell_of(letter, given(letter).content)
    done.note(
        "letter.sent",
        of=letter.thing,
        agency=case.agency.holder,
        new={"case": case.number, "way": WAYS[letter.way], "day": letter.sent.isoformat()},
    )


def _held_with(letter: Letter) -> list[Case]:
    """Its request and those that it answers as well, held in one order, so that no two acts wait for each other.

    :raises Refused: where another was bound or unbound meanwhile.
    """
    rows = [letter.case, *also_answered(letter)]
    locked = {one.pk: held(one) for one in sorted(rows, key=lambda one: one.pk)}
    if wrong := bonds.objection(letter, letter.said):
        raise Refused(wrong)
    return [locked[one.pk] for one in rows]


def issue(letter: Letter, process: Process, step: Step, done: Act, by: Officer) -> None:
    """What issuing a paper inside the agency brings about: its number, its bytes, and the facts that it records."""
    sign(letter, process, step, done, by)
    sent(letter, process, step, done, by)


def keep_settings(settings: LetterSettings, *, patterns: Mapping[str, str] | None = None, by: Officer) -> None:
    """What the letters of an agency say of it, and how its numbers look.

    :raises Refused: for a pattern that is none.
    """
    by.require(Permission.DISCLOSE, settings.agency)
    with act(by=by.actor) as done:
        settings.save()
        keep_patterns(settings.agency, patterns or {})
        done.note("letter.settings", of=settings.agency.thing, agency=settings.agency.holder)

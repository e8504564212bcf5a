"""Findings as they are shown: in words, graver ones first, with what the officer may do about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.examine import CLEANABLE, localized, rules
from gongkai.examine import Finding as Found
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.examining.places import in_chinese, place_words, title_of, within
from gongkai.web.disclosure.examining.rulings import WAYS, open_to
from gongkai.web.disclosure.examining.standing import Standing, latest, standing_of
from gongkai.web.disclosure.models import Document, Examination, Finding, Ruling
from gongkai.web.disclosure.models.examinations import ERROR, TO_MEND, State
from gongkai.web.workflow.models import Process

#: So many of a version are shown; the rest is counted.
MOST = 300
#: Kinds of files of which a cleaned copy can be made.
CLEANABLE_FILES = ("wordprocessingml.document", "spreadsheetml.sheet")


@dataclass(frozen=True)
class Shown:
    """One finding in words. `row`: as it is kept, of a document."""

    rule: str
    severity: str
    title: str
    place: str
    quote: str
    proposal: str | None
    message: str
    source: str
    verified: str
    row: Finding | None = None
    rulings: Sequence[Ruling] = ()
    #: What the officer may say on it, by the names of `rulings.WAYS`.
    ways: frozenset[str] = frozenset()
    mask: bool = False
    clean: bool = False
    #: Nothing but another file mends it.
    replace: bool = False

    @property
    def personal(self) -> bool:
        """The proposal veils something; else it puts it right."""
        return self.rule in rules() and rules()[self.rule].group == "personal"

    @property
    def state(self) -> str:
        """What became of it, in words; nothing where nothing did."""
        if self.row is None or self.row.state == State.OPEN:
            return ""
        return str(State(self.row.state).label)


def shown(found: Found) -> Shown:
    """A finding that is not kept."""
    message = localized(found, "zh" if in_chinese() else "en").message
    return Shown(
        found.rule, found.severity, title_of(found.rule), " · ".join(within(found.place.as_dict())), found.quote,
        found.proposal, message, found.source, found.verified,
    )  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What an officer sees of an examination."""

    standing: Standing
    errors: Sequence[Shown]
    #: Errors that the secrecy review overruled.
    overruled: Sequence[Shown]
    warnings: Sequence[Shown]
    hints: Sequence[Shown]
    #: So many are not shown.
    more: int

    @property
    def examination(self) -> Examination:
        return self.standing.examination

    @property
    def rows(self) -> list[Finding]:
        found = (*self.errors, *self.overruled, *self.warnings, *self.hints)
        return [one.row for one in found if one.row is not None]

    @property
    def maskable(self) -> int:
        """Errors of the text that one press masks."""
        return sum(one.mask and one.row is not None and one.row.state in TO_MEND for one in self.errors)


def report(document: Document, officer: Officer, *, drafts: bool) -> Report | None:
    """The examination of the latest version; `drafts`: the officer may write on it. None: it was not examined."""
    examination = latest(document)
    if examination is None:
        return None
    examination.document = document
    process = Process.objects.running().filter(kind=document.kind, object_id=document.pk).first()
    ways = {
        name: way.of
        for name, way in WAYS.items()
        if officer.may(way.permission, document.agency) and open_to(way, document, under_way=process is not None)
    }
    standing, rows, count = standing_of(examination), *_rows(examination)
    rulings, mended = _rulings(document, rows), _mended(rows) if drafts else None
    groups: dict[str, list[Shown]] = {"error": [], "overruled": [], "warn": [], "info": []}
    for row in rows:
        row.examination = examination
        may = frozenset(name for name, of in ways.items() if row.severity == ERROR and row.state in of)
        group = "overruled" if row.state == State.OVERRULED else row.severity
        groups[group].append(_kept(row, rulings.get(row.key, ()), may, mended))
    errors, overruled, warnings, hints = groups.values()
    return Report(standing, errors, overruled, warnings, hints, count - len(rows))


def _rows(examination: Examination) -> tuple[list[Finding], int]:
    """The gravest, and how many there are."""
    found = examination.findings.select_related("file")
    order = {"error": 0, "warn": 1, "info": 2}
    pks = sorted(found.values_list("severity", "pk"), key=lambda one: (order[one[0]], one[1]))
    wanted = [pk for _severity, pk in pks[:MOST]]
    rows = {row.pk: row for row in found.filter(pk__in=wanted)}
    return [rows[pk] for pk in wanted], len(pks)


def _rulings(document: Document, rows: Iterable[Finding]) -> dict[str, list[Ruling]]:
    found: dict[str, list[Ruling]] = {}
    keys = {row.key for row in rows if row.state != State.OPEN}
    for ruling in Ruling.objects.filter(document=document).select_related("user", "deputy_for").order_by("pk"):
        if ruling.key in keys:
            found.setdefault(ruling.key, []).append(ruling)
    return found


def _kept(row: Finding, rulings: Sequence[Ruling], ways: frozenset[str], mended: Mapping[int, bool] | None) -> Shown:
    """`mended`: for each file whether cleaning mends something of it; None: the officer does not write."""
    left, cleans = row.severity == ERROR and row.state != State.OVERRULED, False
    if row.file_id is not None and mended is not None:
        cleans = mended.get(row.file_id, False)
    return Shown(
        row.rule, row.severity, title_of(row.rule), place_words(row), row.quote, row.proposal,
        row.message if in_chinese() else row.message_en, row.source, row.verified, row, rulings, ways,
        mask=mended is not None and row.maskable and row.state != State.OVERRULED,
        clean=cleans and row.rule in CLEANABLE,
        replace=mended is not None and row.file is not None and left and not cleans,
    )  # fmt: skip


def _mended(rows: Iterable[Finding]) -> dict[int, bool]:
    """The files in which something was found that a cleaned copy has no more."""
    return {
        row.file.pk: True
        for row in rows
        if row.file is not None and row.file.media_type.endswith(CLEANABLE_FILES) and row.rule in CLEANABLE
    }


def annex(process: Process) -> SafeString:
    """What is printed with the sheet: the examination of the version under way, and what was ruled on its findings."""
    rows = Examination.objects.filter(version__document=process.object_id, version__number=process.reviewed)
    examination = rows.select_related("document", "version").order_by("-pk").first()
    if examination is None:
        return SafeString("")
    found = list(examination.findings.filter(severity=ERROR).select_related("file").order_by("pk")[:MOST])
    for row in found:
        row.examination = examination
    rulings = _rulings(examination.document, found)
    errors = [_kept(row, rulings.get(row.key, ()), frozenset(), None) for row in found]
    context = {
        "standing": standing_of(examination),
        "errors": errors,
        "others": examination.findings.exclude(severity=ERROR).count(),
    }
    return render_to_string("disclosure/examining/annex.html", context)

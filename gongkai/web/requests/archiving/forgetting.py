"""All that tells of people in a request or an application for correction, and how it is taken away.

What 表三, 表四 and the register count stays: numbers, days, results, kinds of applicants. The names of those who were
consulted become numbers, so that the law's clock, which is computed from the facts, says what it said before; it is
asked before and after, and where it does not, nothing is erased.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.requests.models import (
    LETTER,
    Applicant,
    Case,
    CaseFile,
    CaseNote,
    Confirmation,
    Correction,
    CorrectionFile,
    Hold,
    Letter,
    LetterFile,
    LetterVersion,
    Opinion,
    Rating,
    RecordedFact,
    Relation,
    Remedy,
    Told,
    Urging,
)  # fmt: skip
from gongkai.web.requests.models.cases import PERSONAL
from gongkai.web.requests.standing import told
from gongkai.web.workflow.models import Process, Step

#: Stands where a text had to be.
GONE = "—"
#: Of what a fact says besides its day: what is no name and no free text. The rest is `GONE`, or a number.
PLAIN = frozenset({
    "channel", "misdirected", "days", "role", "until", "inside", "outcome", "way", "amount", "objects",
})  # fmt: skip


OF_CORRECTION = (
    "name", "identity_number", "phone", "email", "address", "wanted", "evidence", "finding", "organ", "returned",
)  # fmt: skip


class FiguresChanged(RuntimeError):
    """Without the names the clock says something else of a request: nothing may be erased then."""


class Emptied(NamedTuple):
    """Rows of a model that hang on a request, and what their fields become."""

    name: str
    model: type[Model]
    #: The way from the row to its request.
    case: str
    fields: Mapping[str, Any]


EMPTIED = (
    Emptied("applicants", Applicant, "case", {
        **dict.fromkeys((*PERSONAL, "postcode"), ""),
        "name_index": "", "identity_index": "", "phone_index": "", "email_index": "",
    }),
    Emptied("facts", RecordedFact, "case", {"reason": ""}),
    Emptied("confirmations", Confirmation, "case", {"reason": ""}),
    Emptied("opinions", Opinion, "fact__case", {"reasons": ""}),
    Emptied("relations", Relation, "case", {"reason": ""}),
    # The number of a judgment leads to its text, and to who went to court.
    Emptied("remedies", Remedy, "case", {"number": "", "decision": ""}),
    Emptied("ratings", Rating, "case", {"words": ""}),
    Emptied("urgings", Urging, "case", {"words": ""}),
    Emptied("notes", CaseNote, "case", {"text": ""}),
    Emptied("holds", Hold, "case", {"reason": ""}),
    Emptied("letters", Letter, "case", {"late_reason": ""}),
    Emptied("letter_versions", LetterVersion, "letter__case", {"said": "{}", "digest": ""}),
    Emptied("files", CaseFile, "case", {"name": "", "content": None, "sha256": ""}),
)  # fmt: skip
#: Where words have to stand beside what was struck out or replied to.
NEVER_EMPTY = (
    (RecordedFact, "struck_reason"), (Remedy, "struck_reason"), (CaseFile, "struck_reason"), (Urging, "reply"),
)  # fmt: skip


def forget_cases(cases: Sequence[Case], by: Officer) -> dict[str, int]:
    """Within an act that holds them: erase; how many rows of what.

    :raises FiguresChanged: where the clock would say something else.
    """
    counts: dict[str, int] = {}
    before = _told(cases, by)
    _rename_parties(cases)
    if _told(cases, by) != before:
        raise FiguresChanged(", ".join(case.number for case in cases))
    files = CaseFile.objects.filter(case__in=cases, erased=None)
    files.update(erased=clock.now(), content=None)
    for name, model, path, values in EMPTIED:
        counts[name] = _rows(model, path, cases).update(**values)
    for model, field in NEVER_EMPTY:
        _rows(model, "case", cases).exclude(**{field: ""}).update(**{field: GONE})
    counts["letter_files"], _models = LetterFile.objects.filter(letter__case__in=cases).delete()
    ways = Process.objects.filter(kind=LETTER, object_id__in=Letter.objects.filter(case__in=cases).values("pk"))
    # What reviewers said of a letter, and digests that would tell whether a guess of it is right.
    counts["steps"] = Step.objects.filter(process__in=ways).update(comment="", passages=[], digest="")
    ways.update(digest="")
    whole = Case.objects.filter(pk__in=[case.pk for case in cases])
    counts["cases"] = whole.update(content="", submitted="", help="", erased=clock.now())
    return counts


def _rows(model: type[Model], path: str, cases: Sequence[Case]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(**{f"{path}__in": cases})
    return rows


def _told(cases: Sequence[Case], by: Officer) -> list[dict[str, Any]]:
    """What the clock says of each, from the facts as they stand in the database."""
    facts: dict[int, list[Any]] = {case.pk: [] for case in cases}
    for row in RecordedFact.objects.standing().filter(case__in=cases).order_by("case", "on", "pk"):
        facts[row.case_id].append(row.fact)
    names = [field.attname for field in Told._meta.fields]
    said = [told(case, facts[case.pk], by.today) for case in cases]
    return [{name: getattr(one, name) for name in names} for one in said]


def _rename_parties(cases: Sequence[Case]) -> None:
    """In what was recorded, struck out or not: names become numbers in the order of the names, by which the clock
    orders what happened on one day."""
    rows = [row for row in RecordedFact.objects.filter(case__in=cases) if row.said]
    parties: dict[int, set[str]] = {}
    for row in rows:
        parties.setdefault(row.case_id, set()).add(json.loads(row.said).get("party", ""))
    for row in rows:
        known = sorted(parties[row.case_id] - {""})
        said = json.loads(row.said)
        for name in said.keys() - PLAIN:
            said[name] = f"{known.index(said[name]) + 1:03}" if name == "party" else GONE
        row.said = json.dumps(said, ensure_ascii=False)
    RecordedFact.objects.bulk_update(rows, ["said"], batch_size=200)


def forget_corrections(rows: Sequence[Correction]) -> dict[str, int]:
    """Within an act that holds them: erase; how many rows of what."""
    pks = [row.pk for row in rows]
    files, _models = CorrectionFile.objects.filter(correction__in=pks).delete()
    gone = dict.fromkeys(OF_CORRECTION, "")
    count = Correction.objects.filter(pk__in=pks).update(**gone, erased=clock.now())
    return {"corrections": count, "correction_files": files}

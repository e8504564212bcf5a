"""A checked report is kept for a while where who checked it wants that, and dropped by them or by time."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django_tasks import task

from gongkai.report.schema import Report
from gongkai.web import clock
from gongkai.web.annual.bounded import packed, unpacked
from gongkai.web.annual.models import SharedCheck
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.files.tasks import PROGRAM
from gongkai.web.visibility import Reader
from gongkai.web.workflow.refusals import Refused

#: Whoever it is: nobody is asked.
BY = Actor(gettext_noop("公众"))
#: For so many days (ours).
DAYS = 30
#: Characters of a record: a report has a tenth of it.
LONGEST = 1_000_000


def share(report: Report) -> tuple[SharedCheck, str, str]:
    """Keep what was read; with the word of its address and the code that drops it.

    :raises Refused: for more than any report says.
    """
    record = json.dumps(packed(report), ensure_ascii=False)
    if len(record) > LONGEST:
        raise Refused(_("读出的内容太多，不能保存；不勾选保存，可以直接核对。"))
    word, code = secrets.token_urlsafe(24), secrets.token_hex(4)
    with act(by=BY) as done:
        row: SharedCheck = SharedCheck.objects.create(
            word=_digest(word),
            code=_digest(code),
            record=record,
            made=clock.now(),
            until=clock.today() + timedelta(DAYS),
        )
        done.note("check.shared", of=row.thing, new={"until": row.until.isoformat()})
    return row, word, code


def shared(word: str) -> tuple[SharedCheck, Report] | None:
    """What the word opens, as long as it is kept."""
    row = SharedCheck.objects.filter(word=_digest(word), until__gte=clock.today()).first()
    found = unpacked(json.loads(row.record)) if row is not None else None
    return (row, found) if row is not None and isinstance(found, Report) else None


def drop(word: str, code: str) -> bool:
    """Drop it before its time, for whoever has both; whether it was."""
    row = SharedCheck.objects.filter(word=_digest(word)).first()
    if row is None or not hmac.compare_digest(row.code, _digest(code.strip().lower())):
        return False
    _drop(row, BY)
    return True


@task(title=gettext_lazy("清除到期的核对结果"))
def drop_old() -> int:
    """Drop what nobody wanted to keep any longer; how many."""
    rows = list(SharedCheck.objects.filter(until__lt=clock.today()))
    for row in rows:
        _drop(row, PROGRAM)
    return len(rows)


def _drop(row: SharedCheck, by: Actor) -> None:
    with act(by=by) as done:
        done.note("check.dropped", of=row.thing)
        row.delete()


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """None: what was shared is for whoever has the word."""
    return {}


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()
